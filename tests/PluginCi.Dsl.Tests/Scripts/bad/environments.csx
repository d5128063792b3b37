#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(
    Job("number").On(Debian("12 bookworm")).Sh("make"),
    Job("options").On(Debian("bookworm").Apt("make", "-oApt=x", "gcc=12 2")).Sh("make")));

/* expect:
.pipeline/pipeline.csx(5,1): error PCI2017: job 'number' runs on the Debian release '12 bookworm'; write its code name, for example bookworm.
.pipeline/pipeline.csx(6,1): error PCI2017: job 'options' runs on a system with the package '-oApt=x'; write the name of a Debian package, or name=version.
.pipeline/pipeline.csx(6,1): error PCI2017: job 'options' runs on a system with the package 'gcc=12 2'; write the name of a Debian package, or name=version.
*/

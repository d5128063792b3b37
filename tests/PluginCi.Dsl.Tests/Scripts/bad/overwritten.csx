#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var builds = Matrix(["amd64", "arm64"], machine => Job($"build-{machine}").Sh("make").Publish("dist/app", name: "app").Publish("logs/*.txt", name: "logs"));
var amd64 = Job("amd64").Sh("make").Publish("dist/app", name: "app");
var arm64 = Job("arm64").Sh("make arm64").Publish("dist/app", name: "app");
return Project(Commit(
    builds,
    amd64,
    arm64,
    Job("package")
        .Fetch(amd64, "app")
        .Fetch(arm64, "app")
        .Sh("make package")));

/* expect:
.pipeline/pipeline.csx(12,10): error PCI2034: job 'package' fetches the file 'dist/app' of 'amd64' and of 'arm64', and one would overwrite the other; let each publish it in a folder of its own.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

// PluginCI tests itself: what people run before they push is what the gate runs.
var format = Job("format")
    .Timeout(Minutes(10))
    .Limits(memory: GiB(4), disk: GiB(4), processes: 2048)
    .Sh("dotnet format PluginCi.slnx --verify-no-changes");

var test = Job("test")
    .Timeout(Minutes(60))
    .Limits(memory: GiB(8), disk: GiB(8), processes: 4096)
    .Script(".ci/run");

return Project(Commit(format, test));

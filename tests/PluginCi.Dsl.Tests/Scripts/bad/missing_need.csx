#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var build = Job("build").Sh("make");
return Project(Commit(Job("unit").After(build).Sh("make test")));

/* expect:
.pipeline/pipeline.csx(5,35): error PCI2005: job 'unit' needs job 'build', which the project does not return; add it to a stage of Project(…).
*/

#r "PluginCi.Dsl.dll"
#r "nuget: Newtonsoft.Json, 13.0.1"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(2,1): error PCI2102: only `#r "PluginCi.Dsl.dll"` and `#r "PluginCi.Pipelines.dll"` are allowed; what another assembly would do belongs into a step of a job.
*/

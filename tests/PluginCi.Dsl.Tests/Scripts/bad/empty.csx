#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project();

/* expect:
.pipeline/pipeline.csx(4,8): error PCI2008: the project has no jobs, so nothing would test it; give Project(…) a stage with jobs, for example Commit(Job("unit").Sh("make test")).
*/

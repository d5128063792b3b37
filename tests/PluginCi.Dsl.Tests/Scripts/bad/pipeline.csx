#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(In("gates", Job("unit").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,16): error PCI2011: pipeline 'gates' does not exist. Known pipelines: check, gate. Did you mean 'gate'?
*/

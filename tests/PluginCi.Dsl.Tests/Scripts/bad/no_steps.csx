#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit")));

/* expect:
.pipeline/pipeline.csx(4,23): error PCI2004: job 'unit' has no steps, so it would test nothing; add one with .Sh("…") or .Script("…").
*/

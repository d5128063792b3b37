#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job(Args[0]).Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,27): error CS0103: The name 'Args' does not exist in the current context
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var build = Job("build").Sh("make");
return Project(Commit(biuld));

/* expect:
.pipeline/pipeline.csx(5,23): error CS0103: The name 'biuld' does not exist in the current context. Did you mean 'build'?
*/

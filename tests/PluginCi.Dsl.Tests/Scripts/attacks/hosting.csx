#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

PluginCi.Dsl.Hosting.ScriptRunner.Run(null!);
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error CS0234: The type or namespace name 'Hosting' does not exist in the namespace 'PluginCi.Dsl' (are you missing an assembly reference?)
*/

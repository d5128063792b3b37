#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.Diagnostics.Process.Start("sh");
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error CS0234: The type or namespace name 'Process' does not exist in the namespace 'System.Diagnostics' (are you missing an assembly reference?)
*/

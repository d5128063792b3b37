#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.Console.WriteLine("{\"plan\":null}");
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error CS0234: The type or namespace name 'Console' does not exist in the namespace 'System' (are you missing an assembly reference?)
*/

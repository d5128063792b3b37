#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var client = new System.Net.Http.HttpClient();
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,29): error CS0234: The type or namespace name 'Http' does not exist in the namespace 'System.Net' (are you missing an assembly reference?)
*/

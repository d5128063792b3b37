#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.Type[] types = { };
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,8): error PCI2067: a pipeline script may not use System.Type: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
*/

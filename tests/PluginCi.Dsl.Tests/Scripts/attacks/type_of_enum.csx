#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var t = System.Enum.GetUnderlyingType(null!);
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2067: a pipeline script may not use System.Type: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

object x = "a";
start:
var t = x.GetType();
if (t.Name == "") goto start;
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(6,1): error PCI2067: a pipeline script may not use System.Type: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
.pipeline/pipeline.csx(6,11): error PCI2067: a pipeline script may not use Object.GetType: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
.pipeline/pipeline.csx(7,5): error CS0103: The name 't' does not exist in the current context
*/

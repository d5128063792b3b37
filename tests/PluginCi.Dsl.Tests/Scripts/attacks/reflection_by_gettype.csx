#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var type = Job("a").GetType().Assembly.GetType("System.IO.File");
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2067: a pipeline script may not use System.Type: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
.pipeline/pipeline.csx(4,21): error PCI2067: a pipeline script may not use Object.GetType: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
.pipeline/pipeline.csx(4,40): error PCI2067: a pipeline script may not use System.Reflection.Assembly: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
*/

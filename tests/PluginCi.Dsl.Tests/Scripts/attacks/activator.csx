#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var x = System.Activator.CreateInstance("a", "b");
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2067: a pipeline script may not use System.Runtime.Remoting.ObjectHandle: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
.pipeline/pipeline.csx(4,16): error PCI2067: a pipeline script may not use System.Activator: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

string.Intern("a");
var x = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(string));
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(5,41): error PCI2101: a pipeline script may not use System.Runtime.CompilerServices.RuntimeHelpers: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
.pipeline/pipeline.csx(5,79): error PCI2067: a pipeline script may not use typeof: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var t = System.Enum.GetUnderlyingType(null!);
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2101: a pipeline script may not use System.Type: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

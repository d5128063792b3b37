#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job($"a{System.DateTime.Now.Ticks}").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,38): error PCI2101: a pipeline script may not use System.DateTime: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

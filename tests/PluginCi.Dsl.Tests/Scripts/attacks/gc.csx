#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.GC.Collect();
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,8): error PCI2101: a pipeline script may not use System.GC: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

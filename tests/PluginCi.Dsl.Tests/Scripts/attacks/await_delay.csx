#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

await System.Threading.Tasks.Task.Delay(1);
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2101: a pipeline script may not use await: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
.pipeline/pipeline.csx(4,30): error PCI2101: a pipeline script may not use System.Threading.Tasks.Task: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

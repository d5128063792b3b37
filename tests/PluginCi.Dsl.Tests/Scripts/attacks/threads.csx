#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

new System.Threading.Thread(() => { while (true) { } }).Start();
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2101: a pipeline script may not use System.Threading.Thread: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

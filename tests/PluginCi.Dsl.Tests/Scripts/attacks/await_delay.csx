#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

await System.Threading.Tasks.Task.Delay(1);
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2066: a pipeline script may not use await: it is evaluated in one go, by one thread. What runs at the same time are jobs.
.pipeline/pipeline.csx(4,30): error PCI2066: a pipeline script may not use System.Threading.Tasks.Task: it is evaluated in one go, by one thread. What runs at the same time are jobs.
*/

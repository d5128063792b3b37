#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

new System.Threading.Thread(() => { while (true) { } }).Start();
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2066: a pipeline script may not use System.Threading.Thread: it is evaluated in one go, by one thread. What runs at the same time are jobs.
*/

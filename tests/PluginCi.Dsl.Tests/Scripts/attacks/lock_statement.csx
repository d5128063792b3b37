#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.Threading.Monitor.Enter("x");
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,18): error PCI2066: a pipeline script may not use System.Threading.Monitor: it is evaluated in one go, by one thread. What runs at the same time are jobs.
*/

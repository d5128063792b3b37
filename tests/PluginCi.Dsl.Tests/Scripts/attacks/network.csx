#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var client = new System.Net.Http.HttpClient();
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,29): error PCI2061: a pipeline script may not use System.Net.Http: it has no network. A step of a job reaches hosts with .Network("…"), and packages with .Dependencies(…).
*/

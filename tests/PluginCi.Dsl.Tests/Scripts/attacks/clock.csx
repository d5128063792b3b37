#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job($"a{System.DateTime.Now.Ticks}").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,38): error PCI2063: a pipeline script may not use System.DateTime: it knows no time, so that it means the same tomorrow. A step has `date`; what runs at certain times is a pipeline of site.csx with .Schedule("…").
*/

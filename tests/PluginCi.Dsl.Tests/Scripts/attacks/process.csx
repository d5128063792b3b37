#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.Diagnostics.Process.Start("sh");
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2062: a pipeline script may not use System.Diagnostics.Process: it starts no programs. They are steps of a job, for example .Sh("make").
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var list = new System.Collections.Generic.List<System.IO.FileInfo>();
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,58): error PCI2101: a pipeline script may not use System.IO.FileInfo: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

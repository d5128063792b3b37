#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

class Mine : System.IO.MemoryStream { }
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,24): error PCI2101: a pipeline script may not use System.IO.MemoryStream: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

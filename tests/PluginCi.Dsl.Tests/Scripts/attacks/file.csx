#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var text = System.IO.File.ReadAllText("/etc/passwd");
return Project(Commit(Job(text).Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,22): error PCI2101: a pipeline script may not use System.IO.File: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

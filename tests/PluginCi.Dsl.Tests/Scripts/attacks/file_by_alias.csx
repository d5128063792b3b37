#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

using F = System.IO.File;
F.Delete("/tmp/x");
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,21): error PCI2101: a pipeline script may not use System.IO.File: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
.pipeline/pipeline.csx(5,1): error PCI2101: a pipeline script may not use System.IO.File: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

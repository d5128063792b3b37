#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

using static System.IO.File;
return Project(Commit(Job(ReadAllText("/etc/passwd")).Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,24): error PCI2101: a pipeline script may not use System.IO.File: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
.pipeline/pipeline.csx(5,27): error PCI2101: a pipeline script may not use System.IO.File: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

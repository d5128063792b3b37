#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.Func<string, string> read = System.IO.File.ReadAllText;
return Project(Commit(Job(read("/etc/passwd")).Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,46): error PCI2101: a pipeline script may not use System.IO.File: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

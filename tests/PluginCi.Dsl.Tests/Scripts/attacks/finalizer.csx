#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

class X { ~X() { System.IO.File.Delete("/tmp/x"); } }
new X();
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,28): error PCI2101: a pipeline script may not use System.IO.File: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

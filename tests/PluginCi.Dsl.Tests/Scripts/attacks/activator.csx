#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var x = System.Activator.CreateInstance("a", "b");
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2101: a pipeline script may not use System.Runtime.Remoting.ObjectHandle: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
.pipeline/pipeline.csx(4,16): error PCI2101: a pipeline script may not use System.Activator: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

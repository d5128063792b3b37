#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

using System.Linq;
var x = (from f in System.IO.Directory.GetFiles("/") select f).ToArray();
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(5,30): error PCI2101: a pipeline script may not use System.IO.Directory: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var pointer = System.Runtime.InteropServices.Marshal.AllocHGlobal(8);
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2101: a pipeline script may not use System.IntPtr: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
.pipeline/pipeline.csx(4,46): error PCI2068: a pipeline script may not use System.Runtime.InteropServices.Marshal: it is made of values alone. A program in another language is a step of a job.
*/

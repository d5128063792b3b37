#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

unsafe { delegate*<string, string> f = &System.IO.File.ReadAllText; }
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error CS0227: Unsafe code may only appear if compiling with /unsafe
.pipeline/pipeline.csx(4,1): error PCI2101: a pipeline script may not use unsafe code: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
.pipeline/pipeline.csx(4,51): error PCI2101: a pipeline script may not use System.IO.File: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

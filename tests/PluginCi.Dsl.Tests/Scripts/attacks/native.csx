#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

[System.Runtime.InteropServices.DllImport("libc")] static extern int getpid();
return Project(Commit(Job($"a{getpid()}").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,2): error PCI2101: a pipeline script may not use attributes: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
.pipeline/pipeline.csx(4,33): error PCI2101: a pipeline script may not use System.Runtime.InteropServices.DllImportAttribute: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

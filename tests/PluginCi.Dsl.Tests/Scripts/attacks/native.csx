#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

[System.Runtime.InteropServices.DllImport("libc")] static extern int getpid();
return Project(Commit(Job($"a{getpid()}").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,2): error PCI2067: a pipeline script may not use attributes: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
.pipeline/pipeline.csx(4,33): error PCI2068: a pipeline script may not use System.Runtime.InteropServices.DllImportAttribute: it is made of values alone. A program in another language is a step of a job.
*/

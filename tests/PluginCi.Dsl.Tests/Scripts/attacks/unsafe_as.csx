#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var text = System.Runtime.CompilerServices.Unsafe.As<string>(new object());
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,44): error PCI2068: a pipeline script may not use System.Runtime.CompilerServices.Unsafe: it is made of values alone. A program in another language is a step of a job.
*/

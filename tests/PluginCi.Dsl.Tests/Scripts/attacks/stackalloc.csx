#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

unsafe { byte* at = stackalloc byte[8]; at[100000] = 1; }
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error CS0227: Unsafe code may only appear if compiling with /unsafe
.pipeline/pipeline.csx(4,1): error PCI2068: a pipeline script may not use unsafe code: it is made of values alone. A program in another language is a step of a job.
*/

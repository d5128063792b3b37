#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

unsafe { delegate*<string, string> f = &System.IO.File.ReadAllText; }
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error CS0227: Unsafe code may only appear if compiling with /unsafe
.pipeline/pipeline.csx(4,1): error PCI2068: a pipeline script may not use unsafe code: it is made of values alone. A program in another language is a step of a job.
.pipeline/pipeline.csx(4,51): error PCI2060: a pipeline script may not use System.IO.File: it sees no files, so that it means the same wherever it is evaluated. What reads or writes files is a step, for example .Sh("cat VERSION"); what depends on changed files is .WhenChanged("…").
*/

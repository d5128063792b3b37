#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

async System.Threading.Tasks.Task<string> Read() => await System.IO.File.ReadAllTextAsync("/etc/passwd");
var x = Read();
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,30): error PCI2066: a pipeline script may not use System.Threading.Tasks.Task: it is evaluated in one go, by one thread. What runs at the same time are jobs.
.pipeline/pipeline.csx(4,53): error PCI2066: a pipeline script may not use await: it is evaluated in one go, by one thread. What runs at the same time are jobs.
.pipeline/pipeline.csx(4,69): error PCI2060: a pipeline script may not use System.IO.File: it sees no files, so that it means the same wherever it is evaluated. What reads or writes files is a step, for example .Sh("cat VERSION"); what depends on changed files is .WhenChanged("…").
.pipeline/pipeline.csx(5,1): error PCI2066: a pipeline script may not use System.Threading.Tasks.Task: it is evaluated in one go, by one thread. What runs at the same time are jobs.
*/

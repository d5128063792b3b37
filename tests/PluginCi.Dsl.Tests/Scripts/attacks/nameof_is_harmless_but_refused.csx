#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var x = nameof(System.IO.File);
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,26): error PCI2060: a pipeline script may not use System.IO.File: it sees no files, so that it means the same wherever it is evaluated. What reads or writes files is a step, for example .Sh("cat VERSION"); what depends on changed files is .WhenChanged("…").
*/

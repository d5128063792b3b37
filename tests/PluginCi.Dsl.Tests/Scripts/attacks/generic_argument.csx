#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var list = new System.Collections.Generic.List<System.IO.FileInfo>();
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,58): error PCI2060: a pipeline script may not use System.IO.FileInfo: it sees no files, so that it means the same wherever it is evaluated. What reads or writes files is a step, for example .Sh("cat VERSION"); what depends on changed files is .WhenChanged("…").
*/

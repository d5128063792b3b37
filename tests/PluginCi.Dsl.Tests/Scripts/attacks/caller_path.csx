#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var job = Job("a", "/etc/passwd", 7);
var x = System.IO.Path.GetFullPath("x");
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(5,19): error PCI2060: a pipeline script may not use System.IO.Path: it sees no files, so that it means the same wherever it is evaluated. What reads or writes files is a step, for example .Sh("cat VERSION"); what depends on changed files is .WhenChanged("…").
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.AppDomain.CurrentDomain.ProcessExit += (sender, e) => System.IO.File.Delete("/tmp/x");
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,8): error PCI2067: a pipeline script may not use System.AppDomain: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
.pipeline/pipeline.csx(4,72): error PCI2060: a pipeline script may not use System.IO.File: it sees no files, so that it means the same wherever it is evaluated. What reads or writes files is a step, for example .Sh("cat VERSION"); what depends on changed files is .WhenChanged("…").
*/

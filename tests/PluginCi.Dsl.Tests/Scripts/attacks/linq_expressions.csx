#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.Linq.Expressions.Expression<System.Func<string>> read = () => System.IO.File.ReadAllText("/etc/passwd");
var f = read.Compile();
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,13): error CS0234: The type or namespace name 'Expressions' does not exist in the namespace 'System.Linq' (are you missing an assembly reference?)
.pipeline/pipeline.csx(4,80): error PCI2060: a pipeline script may not use System.IO.File: it sees no files, so that it means the same wherever it is evaluated. What reads or writes files is a step, for example .Sh("cat VERSION"); what depends on changed files is .WhenChanged("…").
*/

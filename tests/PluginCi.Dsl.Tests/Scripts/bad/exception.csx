#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

string First(string[] names) => names[3];
var names = new string[] { };
return Project(Commit(Job(First(names)).Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,33): error PCI2204: the script failed while it was evaluated: IndexOutOfRangeException: Index was outside the bounds of the array.
*/

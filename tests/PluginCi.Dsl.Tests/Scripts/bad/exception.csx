#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var names = new string[] { };
return Project(Commit(Job(names[3]).Sh("make")));

/* expect:
.pipeline/pipeline.csx(0,0): error PCI2204: the script failed while it was evaluated: IndexOutOfRangeException: Index was outside the bounds of the array.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

class X { static X() { System.Environment.Exit(1); } public static string Y = ""; }
var z = X.Y;
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,31): error PCI2065: a pipeline script may not use System.Environment: it sees no variables of the machine that evaluates it. A step has those of .Env(…) and of its build, for example $PLUGINCI_BRANCH; what depends on the branch is .Branches("…").
*/

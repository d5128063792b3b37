#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.Environment.Exit(0);
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,8): error PCI2065: a pipeline script may not use System.Environment: it sees no variables of the machine that evaluates it. A step has those of .Env(…) and of its build, for example $PLUGINCI_BRANCH; what depends on the branch is .Branches("…").
*/

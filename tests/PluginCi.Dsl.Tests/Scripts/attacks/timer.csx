#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var timer = new System.Threading.Timer(_ => System.Environment.Exit(0), null, 0, 0);
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2066: a pipeline script may not use System.Threading.Timer: it is evaluated in one go, by one thread. What runs at the same time are jobs.
.pipeline/pipeline.csx(4,52): error PCI2065: a pipeline script may not use System.Environment: it sees no variables of the machine that evaluates it. A step has those of .Env(…) and of its build, for example $PLUGINCI_BRANCH; what depends on the branch is .Branches("…").
*/

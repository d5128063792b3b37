#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

class X { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Go() { System.Environment.Exit(0); } }
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,12): error PCI2067: a pipeline script may not use attributes: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
.pipeline/pipeline.csx(4,44): error PCI2101: a pipeline script may not use System.Runtime.CompilerServices.ModuleInitializerAttribute: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
.pipeline/pipeline.csx(4,98): error PCI2065: a pipeline script may not use System.Environment: it sees no variables of the machine that evaluates it. A step has those of .Env(…) and of its build, for example $PLUGINCI_BRANCH; what depends on the branch is .Branches("…").
*/

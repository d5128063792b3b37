#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

try { throw new System.Exception(); } catch (System.Exception e) { var m = e.TargetSite; }
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,68): error PCI2067: a pipeline script may not use System.Reflection.MethodBase: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
.pipeline/pipeline.csx(4,78): error PCI2067: a pipeline script may not use Exception.TargetSite: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

try { throw new System.Exception(); } catch (System.Exception e) { var m = e.TargetSite; }
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,68): error PCI2101: a pipeline script may not use System.Reflection.MethodBase: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
.pipeline/pipeline.csx(4,78): error PCI2101: a pipeline script may not use Exception.TargetSite: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.Func<int> f = () => 1;
var method = f.Method.Module;
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(5,1): error PCI2101: a pipeline script may not use System.Reflection.Module: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
.pipeline/pipeline.csx(5,16): error PCI2101: a pipeline script may not use Delegate.Method: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
.pipeline/pipeline.csx(5,23): error PCI2101: a pipeline script may not use System.Reflection.MemberInfo: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

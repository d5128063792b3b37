#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.Func<int> f = () => 1;
var method = f.Method.Module;
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(5,1): error PCI2067: a pipeline script may not use System.Reflection.Module: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
.pipeline/pipeline.csx(5,16): error PCI2067: a pipeline script may not use Delegate.Method: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
.pipeline/pipeline.csx(5,23): error PCI2067: a pipeline script may not use System.Reflection.MemberInfo: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.Reflection.Assembly.Load(new byte[0]);
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,19): error PCI2067: a pipeline script may not use System.Reflection.Assembly: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
*/

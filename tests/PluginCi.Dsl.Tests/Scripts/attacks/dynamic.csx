#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

dynamic x = "a";
x.GetType();
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error CS1980: Cannot define a class or member that utilizes 'dynamic' because the compiler required type 'System.Runtime.CompilerServices.DynamicAttribute' cannot be found. Are you missing a reference?
.pipeline/pipeline.csx(4,1): error PCI2067: a pipeline script may not use dynamic: what a script uses stands in it, so that it can be checked. Name the types and methods themselves, or pass a lambda.
*/

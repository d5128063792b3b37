#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

dynamic x = "a";
x.GetType();
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error CS1980: Cannot define a class or member that utilizes 'dynamic' because the compiler required type 'System.Runtime.CompilerServices.DynamicAttribute' cannot be found. Are you missing a reference?
.pipeline/pipeline.csx(4,1): error PCI2101: a pipeline script may not use dynamic: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

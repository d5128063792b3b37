#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

Console.WriteLine("hello");
return Project(Commit(Job("unit").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2069: a pipeline script may not use System.Console: nobody sees what it prints. `pluginci plan` shows what a script means; a step prints with .Sh("echo …").
*/

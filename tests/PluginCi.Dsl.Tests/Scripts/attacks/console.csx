#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.Console.WriteLine("{\"plan\":null}");
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2069: a pipeline script may not use System.Console: nobody sees what it prints. `pluginci plan` shows what a script means; a step prints with .Sh("echo …").
*/

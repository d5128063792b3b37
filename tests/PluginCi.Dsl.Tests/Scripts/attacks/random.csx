#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job($"a{System.Random.Shared.Next()}").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,38): error PCI2064: a pipeline script may not use System.Random: it means the same each time. What must differ from build to build is in a step, which has $PLUGINCI_BUILD.
*/

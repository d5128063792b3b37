#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var checks = Recipe(null, Job("lint").Sh("make lint"));
return Project(Commit(Job("unit").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,5): warning PCI2032: 'checks' is used nowhere, so that its jobs do not run; add it to a stage of Project(…), for example Commit(checks), or remove it.
*/

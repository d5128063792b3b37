#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var unit = Job("unit").Sh("make");

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2001: the script must end with `return Project(…);`, but it returns nothing.
.pipeline/pipeline.csx(4,5): warning PCI2032: 'unit' is used nowhere, so that its jobs do not run; add it to a stage of Project(…), for example Commit(unit), or remove it.
*/

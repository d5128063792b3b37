#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var unit = Job("unit").Sh("make");

/* expect:
.pipeline/pipeline.csx(0,0): error PCI2001: the script must end with `return Project(…);`, but it returns nothing.
*/

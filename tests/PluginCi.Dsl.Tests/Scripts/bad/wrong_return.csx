#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Job("unit").Sh("make");

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2001: the script must end with `return Project(…);`, but it returns a Job.
*/

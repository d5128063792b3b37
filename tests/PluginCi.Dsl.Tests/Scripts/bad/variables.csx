#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").Sh("make").Env("PATH", "/tmp").Env("a-b", "c")));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2010: job 'unit' sets the environment variable 'PATH'; use letters, digits and '_', and not PATH, HOME or PLUGINCI_….
.pipeline/pipeline.csx(4,1): error PCI2010: job 'unit' sets the environment variable 'a-b'; use letters, digits and '_', and not PATH, HOME or PLUGINCI_….
*/

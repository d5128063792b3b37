#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").Sh("make").Env("PATH", "/tmp").Env("a-b", "c")));

/* expect:
.pipeline/pipeline.csx(4,46): error PCI2040: job 'unit' sets the environment variable 'PATH', which the build sets itself; take another name, or say it in the step that needs it: .Sh("PATH=… make").
.pipeline/pipeline.csx(4,66): error PCI2010: job 'unit' sets the environment variable 'a-b'; use letters, digits and '_', not beginning with a digit.
*/

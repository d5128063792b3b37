#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(
    Job("unit").Sh("make"),
    Job("unit").Sh("make test")));

/* expect:
.pipeline/pipeline.csx(6,5): error PCI2002: there are 2 jobs named 'unit', the first at .pipeline/pipeline.csx(5); rename one, or keep the value of the last verb in one variable.
*/

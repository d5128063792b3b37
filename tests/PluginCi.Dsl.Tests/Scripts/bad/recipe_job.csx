#r "PluginCi.Dsl.dll"
#r "PluginCi.Pipelines.dll"
using PluginCi.Pipelines;
using static PluginCi.Dsl.Ci;

var python = Python.Pytest()
    .Change("unti", job => job.Timeout(Minutes(60)))
    .Without("package");
return Project(Commit(python));

/* expect:
.pipeline/pipeline.csx(7,6): error PCI2037: the recipe has no job 'unti'; it has lint, build, unit, package. Did you mean 'unit'?
*/

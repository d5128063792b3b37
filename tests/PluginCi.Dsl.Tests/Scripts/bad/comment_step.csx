#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").Sh("# TODO: run the tests")));

/* expect:
.pipeline/pipeline.csx(4,35): error PCI2041: a step of job 'unit' is a comment alone, '# TODO: run the tests', and passes whatever happens; write what it shall do, or remove it.
*/

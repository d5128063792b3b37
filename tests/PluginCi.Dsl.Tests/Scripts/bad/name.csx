#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit tests").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,23): error PCI2003: the job name 'unit tests' is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Matrix(["3.9", "3.11", "3.9"], version => Job($"unit-{version}").Sh("tox"))));

/* expect:
.pipeline/pipeline.csx(4,23): error PCI2036: Matrix(…) gives the values '3.9' and '3.9' jobs of the same name, 'unit-3.9'; each name must hold its value, as in Job($"unit-{version}"), and no value may stand there twice.
*/

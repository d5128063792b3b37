#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var units = Matrix(["3.9", "3.11"], version => Job("unit").Sh($"tox -e py{version}"));
return Project(Commit(units));

/* expect:
.pipeline/pipeline.csx(4,13): error PCI2036: Matrix(…) gives the values '3.9' and '3.11' jobs of the same name, 'unit'; each name must hold its value, as in Job($"unit-{version}"), and no value may stand there twice.
*/

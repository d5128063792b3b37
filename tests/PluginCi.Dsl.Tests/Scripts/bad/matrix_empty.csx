#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

string[] versions = [];
var units = Matrix(versions, version => Job($"unit-{version}").Sh("tox"));
return Project(Commit(units));

/* expect:
.pipeline/pipeline.csx(5,13): error PCI2035: Matrix(…) has no values, so that it makes no jobs; give it one or more, or remove it.
*/

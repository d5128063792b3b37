#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var build = Job("build").Sh("make");
var unit = Job("unit").After(build).Sh("make test");
var docs = Matrix(["html", "pdf"], form => Job($"docs-{form}").Sh($"make {form}"));
return Project(Commit(build));

/* expect:
.pipeline/pipeline.csx(5,5): warning PCI2032: 'unit' is used nowhere, so that its jobs do not run; add it to a stage of Project(…), for example Commit(unit), or remove it.
.pipeline/pipeline.csx(6,5): warning PCI2032: 'docs' is used nowhere, so that its jobs do not run; add it to a stage of Project(…), for example Commit(docs), or remove it.
*/

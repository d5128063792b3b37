#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").Script("ci/test.sh --fast")));

/* expect:
.pipeline/pipeline.csx(4,35): error PCI2075: job 'unit' runs the script 'ci/test.sh --fast', and no file has such a name: .Script(…) takes a path alone. For arguments write .Sh("./ci/test.sh --fast").
*/

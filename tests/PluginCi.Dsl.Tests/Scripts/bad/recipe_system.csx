#r "PluginCi.Dsl.dll"
#r "PluginCi.Pipelines.dll"
using PluginCi.Pipelines;
using static PluginCi.Dsl.Ci;

var go = Go.Module().On(Image("registry.example.org/ci/go@sha256:3b5a8f2c0d1e4f6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c"));
return Project(Commit(go.Apt("git")));

/* expect:
.pipeline/pipeline.csx(7,26): error PCI2038: the recipe is not on a release of Debian, so that no packages can be added; say .On(Debian("bookworm").Apt(…)).
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(Repository("other"), Pipeline("mine").On(Patchset));

/* expect:
.pipeline/pipeline.csx(4,1): error PCI2001: the script must end with `return Project(…);`, but it returns a Site.
*/

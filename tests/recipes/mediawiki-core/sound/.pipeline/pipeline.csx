#r "PluginCi.Dsl.dll"
#r "PluginCi.Pipelines.dll"
using static PluginCi.Dsl.Ci;
using PluginCi.Pipelines;

var core = MediaWiki.Core();

return Project(Commit(core.Without("integration")), Acceptance(core["integration"]));

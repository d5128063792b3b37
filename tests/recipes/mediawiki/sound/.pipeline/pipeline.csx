#r "PluginCi.Dsl.dll"
#r "PluginCi.Pipelines.dll"
using static PluginCi.Dsl.Ci;
using PluginCi.Pipelines;

var greet = MediaWiki.Extension();

return Project(Commit(greet.Without("integration")), Acceptance(greet["integration"]));

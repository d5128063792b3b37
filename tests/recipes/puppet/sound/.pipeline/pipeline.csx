#r "PluginCi.Dsl.dll"
#r "PluginCi.Pipelines.dll"
using static PluginCi.Dsl.Ci;
using PluginCi.Pipelines;

return Project(Commit(Puppet.Module()));

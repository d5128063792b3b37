#r "PluginCi.Dsl.dll"
#r "PluginCi.Pipelines.dll"
using static PluginCi.Dsl.Ci;
using PluginCi.Pipelines;

var system = Debian("bookworm").Apt("nodejs", "npm", "unzip");

return Project(Commit(Helm.Chart(system, helm: "sh helm.sh").ChangeAll(job => job.Dependencies(Registry.Npm))));

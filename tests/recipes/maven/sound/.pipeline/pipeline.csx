#r "PluginCi.Dsl.dll"
#r "PluginCi.Pipelines.dll"
using static PluginCi.Dsl.Ci;
using PluginCi.Pipelines;

return Project(Commit(Java.Maven().Apt("junit4", "libmaven-compiler-plugin-java", "libmaven-jar-plugin-java", "libmaven-resources-plugin-java", "libsurefire-java")));

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").Sh("make"));

/* expect:
.pipeline/pipeline.csx(4,46): error CS1026: ) expected
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var plan = new PluginCi.Model.JobPlan { Name = "x" };
var place = new PluginCi.Dsl.Place("x", 1);
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(5,30): error CS0122: 'Place' is inaccessible due to its protection level
*/

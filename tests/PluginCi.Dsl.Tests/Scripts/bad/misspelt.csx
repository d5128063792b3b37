#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var build = Job("build").Sh("make").Publish("dist/**", name: "dist");
var unit = Job("unit").Sh("make test");
return Project(
    Commit(build, unti, Job("lint").Atempts(2).Sh("make lint")),
    Acceptence(unit));

/* expect:
.pipeline/pipeline.csx(7,19): error CS0103: The name 'unti' does not exist in the current context. Did you mean 'unit'?
.pipeline/pipeline.csx(7,37): error CS1061: 'Job' does not contain a definition for 'Atempts' and no accessible extension method 'Atempts' accepting a first argument of type 'Job' could be found (are you missing a using directive or an assembly reference?). Did you mean 'Attempts'?
.pipeline/pipeline.csx(8,5): error CS0103: The name 'Acceptence' does not exist in the current context. Did you mean 'Acceptance'?
*/

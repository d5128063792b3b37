#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var build = Job("build").Sh("make").Publish("dist/**", name: "dist");
return Project(
    Commit(build, Job("api").Fetch(build, "dits").Sh("tests/api.sh"), Job("late").After(Job("biuld")).Sh("make late")),
    In("gaet", Job("slow").Sh("make slow")));

/* expect:
.pipeline/pipeline.csx(6,30): error PCI2016: job 'api' fetches artifact 'dits' of job 'build', which publishes only 'dist'. Did you mean 'dist'?
.pipeline/pipeline.csx(6,83): error PCI2005: job 'late' needs job 'biuld', which the project does not return; add it to a stage of Project(…). Did you mean 'build'?
.pipeline/pipeline.csx(7,5): error PCI2011: pipeline 'gaet' does not exist. Known pipelines: check, gate. Did you mean 'gate'?
*/

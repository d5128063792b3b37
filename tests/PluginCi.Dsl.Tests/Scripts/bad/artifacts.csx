#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var build = Job("build").Sh("make").Publish("dist/**", name: "dist").Publish("*.log", name: "logs");
var lint  = Job("lint").Sh("make lint");
return Project(Commit(
    build,
    lint,
    Job("typo").Fetch(build, "dits").Sh("tests/api.sh"),
    Job("nothing").Fetch(lint, "dist").Sh("tests/api.sh"),
    Job("missing").Fetch(Job("elsewhere").Sh("make").Publish("dist", name: "dist"), "dist").Sh("tests/api.sh"),
    Job("key").OnlyIf(lint, "do it").Sh("make docs"),
    Job("name").Sh("make").Publish("dist", name: "a/b"),
    Job("outside").Sh("make").Publish("../dist", name: "out").Publish("!dist", name: "not")));

/* expect:
.pipeline/pipeline.csx(9,17): error PCI2016: job 'typo' fetches artifact 'dits' of job 'build', which publishes only 'dist', 'logs'. Did you mean 'dist'?
.pipeline/pipeline.csx(10,20): error PCI2016: job 'nothing' fetches artifact 'dist' of job 'lint', which publishes nothing; add .Publish("…", name: "…") to it.
.pipeline/pipeline.csx(11,5): error PCI2005: job 'missing' needs job 'elsewhere', which the project does not return; add it to a stage of Project(…).
.pipeline/pipeline.csx(12,16): error PCI2003: job 'key' runs only if 'lint' returns the key 'do it', which is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.
.pipeline/pipeline.csx(13,28): error PCI2003: the artifact name 'a/b' of job 'name' is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.
.pipeline/pipeline.csx(14,31): error PCI2012: job 'outside' publishes '../dist'; write a path from the folder that its steps start in, without '..' and '!'.
.pipeline/pipeline.csx(14,63): error PCI2012: job 'outside' publishes '!dist'; write a path from the folder that its steps start in, without '..' and '!'.
*/

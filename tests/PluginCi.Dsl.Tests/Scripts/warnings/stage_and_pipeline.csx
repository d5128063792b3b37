#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var build = Job("build").Sh("make");
return Project(Commit(build), In("gate", build));

/* expect:
.pipeline/pipeline.csx(4,13): warning PCI2047: job 'build' is returned in a stage, so that it runs in every pipeline that tests changes, and In(…) changes nothing; take it out of one.
*/

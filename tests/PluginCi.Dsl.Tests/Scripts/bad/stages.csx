#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var build = Job("build").Sh("make");
var api = Job("api").Sh("tests/api.sh");
var both = Job("both").Sh("true");
var wide = Job("wide").Sh("make wide");
var docs = Job("docs").Sh("make docs");
var slow = Job("slow").Sh("make slow");
return Project(
    Commit(build, Job("early").After(api).Sh("make early")),
    Acceptance(build, api),
    Health(both, Job("audit").After(wide).Sh("make audit")),
    Integration(both, wide),
    Acceptance(both),
    In("gate", docs),
    In("check", Job("links").After(docs).Sh("make links")),
    In("gate", slow.After(docs)));

/* expect:
.pipeline/pipeline.csx(4,13): error PCI2046: job 'build' is returned in Commit(…) and in Acceptance(…), and runs in one stage only; take it out of one.
.pipeline/pipeline.csx(6,12): error PCI2046: job 'both' is returned in Health(…) and in Integration(…) and in Acceptance(…), and runs in one stage only; take it out of the others.
.pipeline/pipeline.csx(11,32): error PCI2044: job 'early' of the commit stage needs 'api' of the acceptance stage, which comes after it; return both in one stage.
.pipeline/pipeline.csx(13,31): error PCI2044: job 'audit' of the health stage needs 'wide' of the integration stage, which comes after it; return both in one stage.
.pipeline/pipeline.csx(17,5): error PCI2045: job 'links' runs in 'check' and needs 'docs', which does not; return that in In("check", …) as well, or use .SoftAfter(…).
*/

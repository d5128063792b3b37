#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var package = Job("package").Sh("make dist").Publish("dist/**", name: "dist");
var slow    = Job("slow").Sh("make slow");
var unit    = Job("unit").SoftAfter(Job("late").Fetch(package, "dist").Sh("late")).Sh("make unit");
var both    = Job("both").Fetch(package, "dist").Sh("./check");
var two     = Job("two").Fetch(package, "dist").Sh("./check");
var gated   = Job("gated").Fetch(package, "dist").Sh("./check");
var blank   = Job("blank").Fetch(package, "dist").Sh("./check");
var paused  = Job("paused").Fetch(package, "dist").Pauses().Sh("./check");
var again   = Job("again").Fetch(package, "dist").RetryFlakes(1).Sh("./check");
var needy   = Job("needy").Fetch(package, "dist").After(slow).Sh("./check");
var late    = Job("late").Fetch(package, "dist").Sh("late");
var early   = Job("early").Fetch(package, "dist").After(late).Sh("early");
var cached  = Job("cached").Fetch(package, "dist").Cache("~/.m2").Sh("./check");

return Project(
    Commit(package, unit, both), In("gate", slow, gated),
    Promote("staging", both, two, gated, paused, again, needy, early, cached), Promote("a b", blank),
    Promote("production", two), Deploy("production", late));

/* expect:
.pipeline/pipeline.csx(6,15): error PCI2044: job 'unit' of the commit stage needs 'late' of the deploy (production) stage, which comes after it; return both in one stage.
.pipeline/pipeline.csx(7,15): error PCI2466: job 'both' is returned in Commit(…) and in Promote("staging", …); what promotes or deploys runs in one place only, for what was merged. Take it out of one.
.pipeline/pipeline.csx(8,15): error PCI2466: job 'two' is returned in Promote("staging", …) and in Promote("production", …); what promotes or deploys runs in one place only, for what was merged. Take it out of one.
.pipeline/pipeline.csx(9,15): error PCI2466: job 'gated' is returned in In("gate", …) and in Promote("staging", …); what promotes or deploys runs in one place only, for what was merged. Take it out of one.
.pipeline/pipeline.csx(10,15): error PCI2003: the environment name 'a b' of job 'blank' is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; write that of one in site.csx.
.pipeline/pipeline.csx(11,52): error PCI2468: job 'paused' of Promote("staging", …) stays up for other jobs, and what promotes or deploys runs once, by itself, with nothing but what it fetches; take .Pauses(…) away.
.pipeline/pipeline.csx(12,51): error PCI2468: job 'again' of Promote("staging", …) is tried again when it fails, and what promotes or deploys runs once, by itself, with nothing but what it fetches; take .RetryFlakes(…) away.
.pipeline/pipeline.csx(13,51): error PCI2469: job 'needy' of Promote("staging", …) needs 'slow', which does not run in every pipeline, as it is returned in In(…); return that in a stage.
.pipeline/pipeline.csx(15,51): error PCI2044: job 'early' of the promote (staging) stage needs 'late' of the deploy (production) stage, which comes after it; return both in one stage.
.pipeline/pipeline.csx(16,52): error PCI2468: job 'cached' of Promote("staging", …) keeps a folder from build to build, and what promotes or deploys runs once, by itself, with nothing but what it fetches; take .Cache(…) away.
*/

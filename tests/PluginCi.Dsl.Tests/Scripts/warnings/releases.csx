#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(
    Commit(Job("unit").Sh("make test")),
    Promote("staging", Job("check").Sh("./check")), Deploy("staging", Job("roll-out").Sh("./roll-out")));

/* expect:
.pipeline/pipeline.csx(6,24): warning PCI2467: job 'check' of Promote("staging", …) fetches no artifact, so that it gives the environment nothing that is known; add .Fetch(…) of what a job before it publishes.
.pipeline/pipeline.csx(6,71): warning PCI2467: job 'roll-out' of Deploy("staging", …) fetches no artifact, so that it gives the environment nothing that is known; add .Fetch(…) of what a job before it publishes.
*/

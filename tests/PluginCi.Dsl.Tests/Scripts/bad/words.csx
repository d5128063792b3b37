#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").Branches("").Semaphore(" ").Quarantine("").RetryFlakes(11).Irrelevant("../x").Sh("make test")));

/* expect:
.pipeline/pipeline.csx(4,35): error PCI2015: a branch of job 'unit' is empty; name it, for example .Branches("main").
.pipeline/pipeline.csx(4,48): error PCI2015: a semaphore of job 'unit' has no name; give it that of one in site.csx.
.pipeline/pipeline.csx(4,63): error PCI2015: the quarantine of job 'unit' has no reason; say why, so that somebody can end it.
.pipeline/pipeline.csx(4,78): error PCI2006: job 'unit' retries a failure 11 times; it must be 0 to 10.
.pipeline/pipeline.csx(4,94): error PCI2012: job 'unit' looks at changes of '../x'; write a path from the repository's root, without '..'.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("core").Pipelines("check", "nightly"),
    Pipeline("check").On(Patchset).Batch().ResultsLast(Minutes(0)),
    Pipeline("gate").Dependent().On(Approved, RefUpdated).RequireApproval().Submits().Priority(3));

/* expect:
site.csx(5,24): error PCI2011: pipeline 'nightly' does not exist. Known pipelines: check, gate.
site.csx(6,36): error PCI2059: pipeline 'check' has a strategy, which only a .Dependent() pipeline uses; make it one, or take the strategy away.
site.csx(6,44): error PCI2059: pipeline 'check' bounds the age of what it merges, but merges nothing; add .Submits(), or take .ResultsLast(…) away.
site.csx(6,44): error PCI2006: results of pipeline 'check' last 00:00:00; it must be more than zero.
site.csx(7,34): error PCI2070: pipeline 'gate' tests changes on top of each other, but is triggered by branches or tags, which are none; use another pipeline for them.
site.csx(7,87): error PCI2059: a priority of pipeline 'gate' fits every change and so changes nothing; say which changes it is for, for example .Priority(10, hashtag: "urgent").
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var core = Repository("core").Pipelines("chekc");
return Site(
    Group("site-a", core).Acceptance(Job("site").Semaphore("databse").Sh("core/site.sh")),
    Semaphore("database", 2),
    Queue("site-b").Cycles());

/* expect:
site.csx(4,31): error PCI2011: pipeline 'chekc' does not exist. Known pipelines: check, gate. Did you mean 'check'?
site.csx(6,50): error PCI2026: job 'site' holds semaphore 'databse', which the site does not have; add Semaphore("databse", 1) to Site(…). Did you mean 'database'?
site.csx(8,5): error PCI2028: queue 'site-b' has no projects: a queue has the name that its repositories give it, else that of the first of their groups, else that of the repository. Did you mean 'site-a'?
*/

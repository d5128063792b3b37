#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Group("site", Repository("core")).Acceptance(Job("site").Semaphore("datbase").Sh("make")),
    Semaphore("database", 0),
    Semaphore("phone"),
    Semaphore("phone", 2),
    Semaphore(""));

/* expect:
site.csx(5,5): error PCI2026: job 'site' holds semaphore 'datbase', which the site does not have; add Semaphore("datbase", 1) to Site(…). Did you mean 'database'?
site.csx(6,5): error PCI2006: semaphore 'database' may be held by 0 builds; it must be 1 or more.
site.csx(8,5): error PCI2026: semaphore 'phone' is defined 2 times; keep one.
site.csx(9,5): error PCI2026: a semaphore has no name.
*/

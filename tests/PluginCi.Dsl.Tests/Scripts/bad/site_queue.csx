#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Group("site", Repository("core").Queue("fast"), Repository("maps").Queue("slow")),
    Repository("docs").Queue(""),
    Queue("fast").Cycles(),
    Queue("fast").Topics(),
    Queue("other"));

/* expect:
site.csx(5,5): error PCI2028: the members of group 'site' share a queue, but name several: fast, slow; name one.
site.csx(6,24): error PCI2028: the queue of repository 'docs' has no name; give it one, or take .Queue(…) away.
site.csx(8,5): error PCI2022: queue 'fast' is defined 2 times; keep one.
site.csx(9,5): error PCI2028: queue 'other' has no projects: a queue has the name that its repositories give it, else that of the first of their groups, else that of the repository.
*/

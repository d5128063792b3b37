#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Group("all", Repository("core")),
    Repository("all"),
    Repository("docs").Queue("all"));

/* expect:
site.csx(5,5): error PCI2029: a group cannot be named 'all', which means everything in commands; rename it.
site.csx(6,5): error PCI2029: a repository cannot be named 'all', which means everything in commands; rename it.
site.csx(7,24): error PCI2029: a queue cannot be named 'all', which means everything in commands; rename it.
*/

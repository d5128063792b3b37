#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(Group("a"), Group("a", Repository("core")));

/* expect:
site.csx(4,25): error PCI2023: group 'a' has no members; name at least one repository.
site.csx(4,25): error PCI2022: group 'a' is defined 2 times; merge them into one.
*/

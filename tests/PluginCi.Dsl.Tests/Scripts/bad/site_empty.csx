#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site();

/* expect:
site.csx(4,8): error PCI2008: the site has no repositories; give Site(…) a Repository("name") or a Group("name", …).
*/

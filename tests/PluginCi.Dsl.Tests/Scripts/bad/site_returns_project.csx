#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").Sh("make")));

/* expect:
site.csx(4,1): error PCI2001: the script must end with `return Site(…);`, but it returns a Project.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").Sh("make")));

/* expect:
site.csx(0,0): error PCI2001: the script must end with `return Site(…);`, but it returns a Project.
*/

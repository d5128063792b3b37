#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(Repository("/core/"), Repository("maps"), Repository("maps"));

/* expect:
site.csx(4,13): error PCI2021: the repository name '/core/' must not be empty, begin or end with '/', or hold '..' or '@'.
site.csx(4,35): error PCI2022: repository 'maps' is defined 2 times, first at site.csx(4); keep one in a variable and use that.
*/

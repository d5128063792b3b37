#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(4,22): error PCI2101: a pipeline script may not use System.Globalization.CultureInfo: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh("…").
*/

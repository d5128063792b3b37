#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var unit = Job("unit").Sh("make");
unit.Timeout(Minutes(5));
return Project(Commit(unit));

/* expect:
.pipeline/pipeline.csx(5,1): error PCI2007: the result of Timeout is not used: verbs give a new value and leave the old one as it is. Write `x = x.Timeout(…);`, or chain the verbs.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var one = Job("one").Sh("make one");
var two = Job("two").After(one).Sh("make two");
var three = Job("three").SoftAfter(two).Sh("make three");
return Project(Commit(one.After(three), two, three));

/* expect:
.pipeline/pipeline.csx(4,11): error PCI2014: these jobs need each other in a circle, so none could start: one → three → two → one.
*/

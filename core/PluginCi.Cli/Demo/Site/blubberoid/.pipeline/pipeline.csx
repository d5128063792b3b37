#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var unit = Job("unit").Timeout(Minutes(2)).Script("tests/unit.sh");

return Project(Commit(unit));

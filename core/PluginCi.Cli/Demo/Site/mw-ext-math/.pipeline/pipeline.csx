#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var unit = Job("unit").Timeout(Minutes(2)).Sh("python3 -m unittest discover -s tests");

return Project(Commit(unit));

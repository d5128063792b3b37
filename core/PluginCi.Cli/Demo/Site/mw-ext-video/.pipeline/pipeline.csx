#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var unit = Job("unit").Timeout(Seconds(10)).Sh("python3 -m unittest discover -s tests");

return Project(Commit(unit));

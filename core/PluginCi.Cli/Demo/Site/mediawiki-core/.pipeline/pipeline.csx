#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var lint = Job("lint").Timeout(Minutes(1)).Script("tests/lint.sh");
var unit = Job("unit").Timeout(Minutes(2)).Sh("python3 -m unittest discover -s tests");

return Project(Commit(lint, unit));

#r "PluginCi.Dsl.dll"
#r "__NAME__.dll"
using static PluginCi.Dsl.Ci;
using __NAME__;

return Project(Commit(House.GoService("maps").Without("lint")));

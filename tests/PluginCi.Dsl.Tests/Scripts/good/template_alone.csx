#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(FromTemplate("service"));

/* expect:
{
  "version": 1,
  "templates": [
    "service"
  ],
  "jobs": []
}
*/

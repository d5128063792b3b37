#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(FromTemplate(""));

/* expect:
.pipeline/pipeline.csx(4,16): error PCI2402: FromTemplate(…) names no template; write the name of one in site.csx.
*/

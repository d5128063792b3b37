#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").On(Debian("12").Apt("tox")).Sh("tox")));

/* expect:
.pipeline/pipeline.csx(4,23): error PCI2017: job 'unit' runs on the Debian release '12'; write its code name, for example bookworm.
*/

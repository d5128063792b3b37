#r "PluginCi.Dsl.dll"
#load "../outside.csx"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(2,7): error PCI2103: `#load "../outside.csx"` leads out of .pipeline/; it takes files below .pipeline/ of the same repository. Move the file there.
*/

#r "PluginCi.Dsl.dll"
#load "../outside.csx"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(2,7): error PCI2103: Source file '../outside.csx' could not be opened -- Could not find file. `#load` takes files below .pipeline/ of the same repository.
*/

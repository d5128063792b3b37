#r "PluginCi.Dsl.dll"
#load "/etc/passwd"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("a").Sh("make")));

/* expect:
.pipeline/pipeline.csx(2,7): error PCI2103: Source file '/etc/passwd' could not be opened -- Could not find file. `#load` takes files below .pipeline/ of the same repository.
*/

#r "PluginCi.Dsl.dll"
#load "jobs/comon.csx"
using static PluginCi.Dsl.Ci;

return Project(Commit(common));

/* expect:
.pipeline/pipeline.csx(2,7): error PCI2080: there is no file .pipeline/jobs/comon.csx to load. Did you mean '.pipeline/jobs/common.csx'? `#load` takes a path from the folder of the script that it stands in.
.pipeline/pipeline.csx(5,23): error CS0103: The name 'common' does not exist in the current context. Did you mean 'Commit'?
*/

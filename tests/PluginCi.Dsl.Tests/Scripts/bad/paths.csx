#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").Script("../x.sh").Sh(" ").WhenChanged("/etc/passwd")));

/* expect:
.pipeline/pipeline.csx(4,35): error PCI2009: job 'unit' runs the script '../x.sh'; it must be a path inside the repository, without '..'.
.pipeline/pipeline.csx(4,53): error PCI2009: a step of job 'unit' is an empty command; remove it.
.pipeline/pipeline.csx(4,61): error PCI2012: job 'unit' looks at changes of '/etc/passwd'; write a path from the repository's root, without '..'.
*/

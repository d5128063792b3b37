#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("package").Branches("refs/heads/main", "origin/release-*").Sh("make package")));

/* expect:
.pipeline/pipeline.csx(4,38): error PCI2043: job 'package' names the branch 'refs/heads/main', and branches are named without 'refs/heads/'; write 'main'.
.pipeline/pipeline.csx(4,38): error PCI2043: job 'package' names the branch 'origin/release-*', and branches are named without 'origin/'; write 'release-*'.
*/

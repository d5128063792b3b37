#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(Repository("core").Branch("refs/heads/master"));

/* expect:
site.csx(4,32): error PCI2043: repository 'core' names the branch 'refs/heads/master', and branches are named without 'refs/heads/'; write 'master'.
*/

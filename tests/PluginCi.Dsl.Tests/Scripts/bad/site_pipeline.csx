#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(Repository("core"), Pipeline("gate").Submits(), Pipeline("x").On(Approved).Supercedes("y").Window(start: 0));

/* expect:
site.csx(4,13): error PCI2011: pipeline 'y' does not exist. Known pipelines: gate, x.
site.csx(4,33): error PCI2024: pipeline 'gate' is triggered by nothing; add .On(Patchset), .On(Approved) or .On(Recheck).
site.csx(4,50): error PCI2058: pipeline 'gate' merges changes that were not tested on top of each other; make it .Dependent(), or take .Submits() away.
*/

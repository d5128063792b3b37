#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(Repository("core"), Pipeline("gate").Submits(), Pipeline("x").On(Approved).Supercedes("y").Window(start: 0));

/* expect:
site.csx(4,1): error PCI2024: pipeline 'gate' is triggered by nothing; add .On(Patchset), .On(Approved) or .On(Recheck).
site.csx(4,1): error PCI2024: pipeline 'gate' merges changes that were not tested on top of each other; make it .Dependent(), or take .Submits() away.
site.csx(4,1): error PCI2006: the window of pipeline 'x' is WindowPlan { Start = 0, Floor = 3, Ceiling = 0 }; start and floor must be 1 or more, the ceiling 0 or more.
site.csx(4,1): error PCI2011: pipeline 'y' does not exist. Known pipelines: gate, x.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("core"),
    Pipeline("one").Dependent().On(Approved).Window(start: 5, floor: 9, ceiling: 6),
    Pipeline("two").Dependent().On(Approved).Window(floor: 0, grow: By(0)),
    Pipeline("three").Dependent().On(Approved).Batch(most: 0).MostChanges(-1),
    Pipeline("four").Dependent().On(Approved).Probabilistic(builds: 0));

/* expect:
site.csx(6,46): error PCI2006: the window of pipeline 'one' starts at 5 with floor 9, both of which must not be above its ceiling of 6.
site.csx(7,46): error PCI2006: the window of pipeline 'two' starts at 20 with floor 0 and ceiling 0; the floor must be 1 or more, start and ceiling 0 (for no limit) or more.
site.csx(7,46): error PCI2006: the window of pipeline 'two' grows by 0 and shrinks by 2; both must be 1 or more.
site.csx(8,48): error PCI2006: pipeline 'three' tests 0 changes as one; it must be 1 or more.
site.csx(8,63): error PCI2006: pipeline 'three' takes at most -1 changes together; it must be 0 (for no limit) or more.
site.csx(9,47): error PCI2006: pipeline 'four' may build 0 states at once; it must be 1 or more.
*/

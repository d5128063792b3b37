#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var lib = Repository("lib");
var one = Repository("one").BuildAfter(Repository("two"));
return Site(
    one,
    Repository("two").BuildAfter(one),
    Repository("app").BuildAfter(lib),
    Repositories("libs/*"),
    Repository("all-of-them").BuildAfter(Repositories("libs/*"), beforeMerge: true));

/* expect:
site.csx(5,29): error PCI2027: repository 'one' is built after itself, through two: a merge would be built without end.
site.csx(9,23): error PCI2027: repository 'app' is built after 'lib', which is not in the site; add it to Site(…).
site.csx(11,31): error PCI2027: repository 'all-of-them' is built after the pattern 'libs/*'; name the repositories that it is built after by Repository(…).
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("shop").From("git"),
    Pipeline("check").Independent().On(Patchset),
    Template("image", Commit(Job("image").BuildImage("production"))));

/* expect:
site.csx(7,23): error CS1503: Argument 2: cannot convert from 'PluginCi.Dsl.Selection' to 'PluginCi.Dsl.Selection[]'
*/

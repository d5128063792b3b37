#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("shop/web"),
    Repositories("tools/*"),
    Environment("staging").For("shop/wep", "tools/lint", "tools/*", " "),
    Environment("production").For("shop/*").After("stagin"),
    Environment("a b").Held(" "),
    Environment("one").For("shop/*").After("two"),
    Environment("two").For("shop/*").After("one"),
    Environment("staging").For("shop/*"),
    Environment("odd").For("!shop/secret"));

/* expect:
site.csx(7,5): error PCI2407: environment 'staging' is for a project without a name; write names or globs, for example .For("services/*").
site.csx(7,5): error PCI2470: the site has environments and no pipeline for what was merged, so that nothing would be promoted to them; add Pipeline("post").Supercedent().On(RefUpdated) beside its others.
site.csx(7,28): error PCI2461: environment 'staging' is for 'shop/wep', which fits no project that the site names by Repository(…), and others never promote or deploy; name one. Did you mean 'shop/web'?
site.csx(7,28): error PCI2461: environment 'staging' is for 'tools/lint', which fits no project that the site names by Repository(…), and others never promote or deploy; name one.
site.csx(7,28): error PCI2461: environment 'staging' is for 'tools/*', which fits no project that the site names by Repository(…), and others never promote or deploy; name one.
site.csx(8,45): error PCI2462: environment 'production' comes after 'stagin', which is no environment of the site; correct the name, or add Environment("stagin"). Did you mean 'staging'?
site.csx(9,5): error PCI2003: the environment name 'a b' is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.
site.csx(9,5): error PCI2461: environment 'a b' is for no project, so that nothing can be promoted to it; add .For("…"), or take it away.
site.csx(9,24): error PCI2463: environment 'a b' is held without a reason; say why, as that is what deployments fail with.
site.csx(10,38): error PCI2462: environment 'one' comes after itself, be it through others, so that nothing could ever be promoted to it; take one .After(…) away.
site.csx(11,38): error PCI2462: environment 'two' comes after itself, be it through others, so that nothing could ever be promoted to it; take one .After(…) away.
site.csx(12,5): error PCI2022: environment 'staging' is defined 2 times; keep one.
site.csx(13,5): error PCI2407: environment 'odd' is for all but one, so that nearly everybody may have it; write who may, for example .For("services/*").
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("shop").From("git"),
    Pipeline("check").Independent().On(Patchset),
    Template("image", [Commit(Job("image").BuildImage("production"))]));

/* expect:
site.csx(7,5): error PCI2091: job 'image' makes an image, and a site has no Blubber file to make it of; write the job in the repository's script, or take an image by .On(Image(…)).
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("core"),
    Pipeline("check").On(Patchset).Votes(success: -1, failure: 1),
    Pipeline("gate").Dependent().On(Approved).RequireApproval().Supercedes("gate").Submits());

/* expect:
site.csx(6,36): error PCI2073: pipeline 'check' votes -1 for what passed and 1 for what failed; write .Votes(success: 1, failure: -1).
site.csx(7,65): error PCI2072: pipeline 'gate' supercedes itself, so that each change would take itself out of it; name the other pipeline.
*/

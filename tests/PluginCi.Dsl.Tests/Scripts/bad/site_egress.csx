#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("core"),
    Egress(reviewed: ["repo.example.org", "*.example.org:443"], unreviewed: ["0x7f.1"], inside: ["repo.example.org", "*.example.org:443", "other.example"]),
    Egress());

/* expect:
site.csx(6,5): error PCI2051: Egress names the host '0x7f.1'; write a name in ASCII letters, such as pypi.org, or *.example.org for all below it, perhaps with a port, such as example.org:8080.
site.csx(6,5): error PCI2052: Egress(inside: …) names '*.example.org:443'; it must name single hosts of the other lists.
site.csx(6,5): error PCI2052: Egress(inside: …) names 'other.example'; it must name single hosts of the other lists.
site.csx(7,5): error PCI2052: the site has Egress(…) 2 times; make it one.
*/

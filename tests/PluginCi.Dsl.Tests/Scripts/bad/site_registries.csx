#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("core"),
    Registries([Registry.Npm, Registry.PyPi.At("https://user:word@nexus.example.org/simple/"), Registry.Npm.At("nexus.example.org", files: "https://nexus.example.org/?x=1")]),
    Registries([]));

/* expect:
site.csx(6,5): error PCI2054: registry pypi has the address 'https://user:word@nexus.example.org/simple/'; write one with http or https, a host in ASCII letters, and neither user nor query.
site.csx(6,5): error PCI2054: registry npm has the address 'nexus.example.org'; write one with http or https, a host in ASCII letters, and neither user nor query.
site.csx(6,5): error PCI2054: registry npm has the address 'https://nexus.example.org/?x=1'; write one with http or https, a host in ASCII letters, and neither user nor query.
site.csx(6,5): error PCI2054: registry npm is named 2 times; keep one.
site.csx(7,5): error PCI2054: the site has Registries(…) 2 times; make it one.
*/

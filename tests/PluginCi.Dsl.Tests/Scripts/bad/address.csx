#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("live").Network("https://pypi.org/simple", "http://repo.example.org:8081/").Sh("tests/live.sh")));

/* expect:
.pipeline/pipeline.csx(4,35): error PCI2056: job 'live' asks for the address 'http://repo.example.org:8081/'; hosts are allowed, and not addresses: write 'repo.example.org:8081'.
.pipeline/pipeline.csx(4,35): error PCI2056: job 'live' asks for the address 'https://pypi.org/simple'; hosts are allowed, and not addresses: write 'pypi.org'.
*/

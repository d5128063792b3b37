#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").Network("https://pypi.org/simple", "*", "b\u00fccher.example", "pypi.org").Sh("make test")));

/* expect:
.pipeline/pipeline.csx(4,35): error PCI2051: job 'unit' asks for the host '*'; write a name in ASCII letters, such as pypi.org, or *.example.org for all below it, perhaps with a port, such as example.org:8080.
.pipeline/pipeline.csx(4,35): error PCI2051: job 'unit' asks for the host 'bücher.example'; write a name in ASCII letters, such as pypi.org, or *.example.org for all below it, perhaps with a port, such as example.org:8080.
.pipeline/pipeline.csx(4,35): error PCI2056: job 'unit' asks for the address 'https://pypi.org/simple'; hosts are allowed, and not addresses: write 'pypi.org'.
*/

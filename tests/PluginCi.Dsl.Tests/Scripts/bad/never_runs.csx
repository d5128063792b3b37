#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("docs").WhenChanged("docs/**").Irrelevant("docs/**").Sh("make docs")));

/* expect:
.pipeline/pipeline.csx(4,58): error PCI2042: job 'docs' runs only for changes of 'docs/**', and not for those of 'docs/**' alone: it would hardly ever run. Take it out of .WhenChanged(…) or of .Irrelevant(…).
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(
    Job("unit")
        .Sh("make test")
        .Publish(@"dist\app", name: "app")
        .WhenChanged("src\\**")));

/* expect:
.pipeline/pipeline.csx(7,10): error PCI2033: job 'unit' names 'dist\app'; a '\' divides no path here and would fit no file. Write 'dist/app'.
.pipeline/pipeline.csx(8,10): error PCI2033: job 'unit' names 'src\**'; a '\' divides no path here and would fit no file. Write 'src/**'.
*/

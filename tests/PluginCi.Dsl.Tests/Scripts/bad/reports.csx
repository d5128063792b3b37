#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").Sh("make test").Tap("../out.tap").Trx("!a.trx").Cobertura("/c.xml", atLeast: 101).Html("", "a report")));

/* expect:
.pipeline/pipeline.csx(4,23): error PCI2003: the artifact name 'a report' of job 'unit' is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.
.pipeline/pipeline.csx(4,23): error PCI2012: job 'unit' publishes '/**'; write a path from the folder that its steps start in, without '..' and '!'.
.pipeline/pipeline.csx(4,51): error PCI2012: job 'unit' reads reports from '../out.tap'; write a path from the folder that its steps start in, without '..' and '!'.
.pipeline/pipeline.csx(4,69): error PCI2012: job 'unit' reads reports from '!a.trx'; write a path from the folder that its steps start in, without '..' and '!'.
.pipeline/pipeline.csx(4,83): error PCI2006: job 'unit' wants 101 % of the lines covered; it must be more than 0 and at most 100.
.pipeline/pipeline.csx(4,83): error PCI2012: job 'unit' reads reports from '/c.xml'; write a path from the folder that its steps start in, without '..' and '!'.
*/

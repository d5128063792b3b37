#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").Sh("make").Timeout(Minutes(0)).Attempts(0).Limits(memory: 1, processes: 1, cpus: 0, disk: 1, output: 1)));

/* expect:
.pipeline/pipeline.csx(4,46): error PCI2006: the time limit of job 'unit' is 00:00:00; it must be more than zero and at most 24 hours.
.pipeline/pipeline.csx(4,66): error PCI2006: job 'unit' has 0 attempts; it must have 1 to 10.
.pipeline/pipeline.csx(4,78): error PCI2006: job 'unit' may use 1 bytes of memory; give it 16 MiB or more.
.pipeline/pipeline.csx(4,78): error PCI2006: job 'unit' may have 1 processes; give it 8 or more.
.pipeline/pipeline.csx(4,78): error PCI2006: job 'unit' may use 0 CPUs; give it more than 0.
.pipeline/pipeline.csx(4,78): error PCI2006: job 'unit' may use 1 bytes of disk; give it 1 MiB or more.
.pipeline/pipeline.csx(4,78): error PCI2006: job 'unit' may print 1 bytes; give it 4 KiB to 64 MiB.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(
    Job("unit").Cache("~/../..").Cache("~").Cache("~root/x").Cache("/etc").Cache("a//b").Cache("").Cache("~/").Sh("make test"),
    Job("api").Cache("~/.m2", key: Files("../pom.xml", "!x")).Cache("~/.m2").Sh("make test")));

/* expect:
.pipeline/pipeline.csx(5,17): error PCI2053: job 'unit' keeps the folder '~/../..'; write ~/… for one below its home, or a path from the folder that its steps start in, without '.' and '..'.
.pipeline/pipeline.csx(5,34): error PCI2053: job 'unit' keeps the folder '~'; write ~/… for one below its home, or a path from the folder that its steps start in, without '.' and '..'.
.pipeline/pipeline.csx(5,45): error PCI2053: job 'unit' keeps the folder '~root/x'; write ~/… for one below its home, or a path from the folder that its steps start in, without '.' and '..'.
.pipeline/pipeline.csx(5,62): error PCI2053: job 'unit' keeps the folder '/etc'; write ~/… for one below its home, or a path from the folder that its steps start in, without '.' and '..'.
.pipeline/pipeline.csx(5,76): error PCI2053: job 'unit' keeps the folder 'a//b'; write ~/… for one below its home, or a path from the folder that its steps start in, without '.' and '..'.
.pipeline/pipeline.csx(5,90): error PCI2053: job 'unit' keeps the folder ''; write ~/… for one below its home, or a path from the folder that its steps start in, without '.' and '..'.
.pipeline/pipeline.csx(5,100): error PCI2053: job 'unit' keeps the folder '~/'; write ~/… for one below its home, or a path from the folder that its steps start in, without '.' and '..'.
.pipeline/pipeline.csx(6,16): error PCI2012: the key of the cache '~/.m2' of job 'api' is of '../pom.xml'; write a path from the folder that its steps start in, without '..' and '!'.
.pipeline/pipeline.csx(6,16): error PCI2012: the key of the cache '~/.m2' of job 'api' is of '!x'; write a path from the folder that its steps start in, without '..' and '!'.
.pipeline/pipeline.csx(6,16): error PCI2053: job 'api' keeps the folder '~/.m2' 2 times; keep one.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").Env("A", "x\0y").Env("B", new string('b', 200000)).Sh("printf 'a\0b'")));

/* expect:
.pipeline/pipeline.csx(4,35): error PCI2039: the environment variable 'A' of job 'unit' has a value of 3 characters that no program could be given: at most 128 KiB, without the character NUL. Put it into a file of the repository.
.pipeline/pipeline.csx(4,52): error PCI2039: the environment variable 'B' of job 'unit' has a value of 200000 characters that no program could be given: at most 128 KiB, without the character NUL. Put it into a file of the repository.
.pipeline/pipeline.csx(4,86): error PCI2039: a step of job 'unit' has the character NUL, which no program could be given; remove it.
*/

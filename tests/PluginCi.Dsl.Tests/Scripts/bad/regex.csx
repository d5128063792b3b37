#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(Job("unit").FailsOn("(", "(?=look)", "").Sh("make test")));

/* expect:
.pipeline/pipeline.csx(4,35): error PCI2013: the pattern '(' of job 'unit' cannot be used: Invalid pattern '(' at offset 1. Not enough )'s.
.pipeline/pipeline.csx(4,35): error PCI2013: the pattern '(?=look)' of job 'unit' cannot be used: RegexOptions.NonBacktracking is not supported in conjunction with expressions containing: 'positive lookahead (?= pattern) or positive lookbehind (?<= pattern)'.
.pipeline/pipeline.csx(4,35): error PCI2013: the pattern '' of job 'unit' cannot be used: it is empty and would match every line.
*/

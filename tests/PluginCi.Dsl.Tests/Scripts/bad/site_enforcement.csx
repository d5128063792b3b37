#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var lost = Template("lost", [Commit(Job("unit").Sh("make"))]);
return Site(
    Repository("core").Uses(lost),
    Repository("tools/*"),
    Repositories("tools"),
    Template("empty", []),
    Template("a b", [Commit(Job("x").Sh("make").Semaphore("no"))]),
    Template("twice", [Commit(Job("x").Sh("make"))]),
    Template("twice", [FromTemplate("empty"), In("nightly", Job("y").Sh("make"))]),
    Enforce([]),
    Enforce([Job("fed").Cache("~/.m2").Script("tests/lint.sh").On(Debian("bookworm").Locked("packages.lock"))]).For(""),
    Enforce([Job("nothing")]).In("gates"),
    Policy("no effect"),
    Policy("mute").Forbid(" "),
    Policy("narrow").AtMost(memory: 5),
    Policy("path").Env("PATH", "/evil"),
    Policy("broken").When("job.image &&").Forbid("images"),
    Policy("two").When("var x = 1; x").Forbid("statements"),
    Policy("two").Forbid("twice"));

/* expect:
site.csx(6,5): error PCI2402: repository 'core' uses template 'lost', which is not part of the site; add it to Site(…).
site.csx(7,5): error PCI2407: the repository name 'tools/*' is a pattern; write Repositories("tools/*") for all that fit it.
site.csx(8,5): error PCI2407: Repositories("tools") is no pattern of names; write one such as Repositories("tools/*"), or Repository("tools").
site.csx(9,5): error PCI2403: template 'empty' has no jobs; give it a stage with jobs, for example Commit(Job("unit").Sh("make test")).
site.csx(10,5): error PCI2003: the template name 'a b' is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.
site.csx(10,29): error PCI2026: job 'x' holds semaphore 'no', which the site does not have; add Semaphore("no", 1) to Site(…).
site.csx(12,5): error PCI2022: template 'twice' is defined 2 times; keep one.
site.csx(12,5): error PCI2403: template 'twice' is made of another one; let the projects use both.
site.csx(12,47): error PCI2011: pipeline 'nightly' does not exist. Known pipelines: check, gate.
site.csx(13,5): error PCI2403: Enforce(…) has no jobs, so it would enforce nothing; give it one, or take it away.
site.csx(14,5): error PCI2407: Enforce(…) is for a project without a name; write names or globs, for example .For("services/*").
site.csx(14,14): error PCI2404: the enforced job 'fed' keeps '~/.m2', which other jobs of the project can fill; take .Cache(…) away.
site.csx(14,14): error PCI2404: the enforced job 'fed' runs 'tests/lint.sh', a file of the very repository that it judges; write its commands with .Sh(…), or put the program into its system.
site.csx(14,14): error PCI2404: the enforced job 'fed' runs on a system as in 'packages.lock', a file of the very repository that it judges; take .Locked(…) away.
site.csx(15,14): error PCI2004: job 'nothing' has no steps, so it would test nothing; add one with .Sh("…") or .Script("…").
site.csx(15,31): error PCI2011: pipeline 'gates' does not exist. Known pipelines: check, gate. Did you mean 'gate'?
site.csx(16,5): error PCI2003: the policy name 'no effect' is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.
site.csx(16,5): error PCI2406: policy 'no effect' has no effect; add .Forbid(…), .AtMost(…) or .Env(…).
site.csx(17,5): error PCI2406: policy 'mute' forbids without saying why; say what is not allowed, and what to do instead.
site.csx(18,5): error PCI2006: policy 'narrow' has a bound that no job can run within; give it more than no time, 16 MiB of memory, 8 processes, more than 0 CPUs and 1 MiB of disk.
site.csx(19,20): error PCI2040: policy 'path' sets the environment variable 'PATH', which the build sets itself; take another name, or say it in the step that needs it: .Sh("PATH=… make").
site.csx(20,5): error PCI2405: the expression 'job.image &&' of policy 'broken' cannot be used: it is no expression in JavaScript: Unexpected end of input (1:13).
site.csx(21,5): error PCI2405: the expression 'var x = 1; x' of policy 'two' cannot be used: it is no expression in JavaScript: Unexpected token 'var' (1:1).
site.csx(22,5): error PCI2022: policy 'two' is defined 2 times; keep one.
*/

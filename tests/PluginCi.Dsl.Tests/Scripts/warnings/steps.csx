#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(
    Job("folder").Sh("cd sub").Sh("make"),
    Job("both").Sh("cd sub && make"),
    Job("bash")
        .Sh("source venv/bin/activate")
        .Sh("if [[ -f x ]]; then make x; fi")
        .Sh("bash -ec '[[ -f x ]]'"),
    Job("packages").Sh("apt-get update\napt-get install -y tox"),
    Job("node").Sh("npm ci"),
    Job("cached").Dependencies(Registry.Npm).Sh("npm ci"),
    Job("python").Sh("pip install -r requirements.txt"),
    Job("offline").Sh("pip install --no-index --find-links wheels app"),
    Job("php").Sh("composer install"),
    Job("ruby").Sh("bundle install")));

/* expect:
.pipeline/pipeline.csx(5,19): warning PCI2076: the step 'cd sub' of job 'folder' changes nothing for those behind it: each step is a shell of its own, in the project's folder. Join them, as in .Sh("cd sub && make"), or use .Env(…).
.pipeline/pipeline.csx(8,10): warning PCI2077: the step 'source venv/bin/activate' of job 'bash' uses what only bash has, and steps run with /bin/sh: write `. file` for `source file` and `[ … ]` for `[[ … ]]`, or .Sh("bash -ec '…'").
.pipeline/pipeline.csx(9,10): warning PCI2077: the step 'if [[ -f x ]]; then make x; fi' of job 'bash' uses what only bash has, and steps run with /bin/sh: write `. file` for `source file` and `[ … ]` for `[[ … ]]`, or .Sh("bash -ec '…'").
.pipeline/pipeline.csx(11,21): warning PCI2078: the step 'apt-get update' of job 'packages' installs packages, which a build may not: its system is read-only. Declare them: .On(Debian("bookworm").Apt("…")).
.pipeline/pipeline.csx(12,17): warning PCI2079: the step 'npm ci' of job 'node' fetches packages, but the job has no network; add .Dependencies(Registry.Npm).
.pipeline/pipeline.csx(14,19): warning PCI2079: the step 'pip install -r requirements.txt' of job 'python' fetches packages, but the job has no network; add .Dependencies(Registry.PyPi).
.pipeline/pipeline.csx(16,16): warning PCI2079: the step 'composer install' of job 'php' fetches packages, but the job has no network; add .Dependencies(Registry.Composer).
.pipeline/pipeline.csx(17,17): warning PCI2079: the step 'bundle install' of job 'ruby' fetches packages, but the job has no network; add .Dependencies(Registry.RubyGems).
*/

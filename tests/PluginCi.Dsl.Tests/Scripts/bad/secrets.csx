#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var staged = Job("staged").Secret("pypi-upload", env: "TOKEN").Sh("make upload");
var names = Job("names").Secret("my key", env: "TOKEN").Secret("key", env: "PATH").Secret("key", env: "plugin-key").Secret("key", env: "PLUGINCI_KEY").Sh("make upload");
var twice = Job("twice").Env("TOKEN", "none").Secret("pypi-upload", env: "TOKEN").Sh("make upload");

return Project(Commit(staged), In("gate", names, twice));

/* expect:
.pipeline/pipeline.csx(4,28): error PCI2433: job 'staged' names the secret 'pypi-upload' and runs in every pipeline, also for changes that nobody has reviewed, which never get one; return it in In("…", …) of pipelines of reviewed code alone.
.pipeline/pipeline.csx(5,26): error PCI2431: job 'names' names the secret 'my key', which is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.
.pipeline/pipeline.csx(5,57): error PCI2431: job 'names' wants the secret 'key' in the environment variable 'PATH'; use letters, digits and '_', not beginning with a digit, and none of PATH, HOME, LANG, LC_ALL, IFS, ENV, BASH_ENV and PLUGINCI_….
.pipeline/pipeline.csx(5,57): error PCI2431: job 'names' wants the secret 'key' in the environment variable 'PLUGINCI_KEY'; use letters, digits and '_', not beginning with a digit, and none of PATH, HOME, LANG, LC_ALL, IFS, ENV, BASH_ENV and PLUGINCI_….
.pipeline/pipeline.csx(5,57): error PCI2431: job 'names' wants the secret 'key' in the environment variable 'plugin-key'; use letters, digits and '_', not beginning with a digit, and none of PATH, HOME, LANG, LC_ALL, IFS, ENV, BASH_ENV and PLUGINCI_….
.pipeline/pipeline.csx(6,47): error PCI2432: job 'twice' sets the environment variable 'TOKEN' and wants the secret 'pypi-upload' in it; take .Env("TOKEN", …) away, or take another variable.
*/

#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var core = Repository("core");
var upload = Job("upload").Secret("pypi-upload", env: "TOKEN").Sh("make upload");

return Site(
    Group("pair", core, Repository("docs")).Acceptance(upload.Secret("group-key", env: "KEY")),
    Enforce([upload.Secret("unknown", env: "OTHER")]).In("gate"),
    Secret("pypi-upload").For("core").In("gate"),
    Secret("nobody").In("gate"),
    Secret("nowhere").For("core"),
    Secret("check-key").For("core").In("check", "gates"),
    Secret("my key").For("!core", "").In("gate"));

/* expect:
site.csx(5,28): error PCI2433: job 'upload' names the secret 'group-key' and runs in every pipeline, also for changes that nobody has reviewed, which never get one; return it in In("…", …) of pipelines of reviewed code alone.
site.csx(9,21): error PCI2434: job 'upload' names the secret 'unknown', which the site grants to nobody; add Secret("unknown").For("…").In("…") to Site(…).
site.csx(11,5): error PCI2434: the secret 'nobody' is granted to nobody; say for which projects by .For("…") and in which pipelines by .In("…"), or take it away.
site.csx(12,5): error PCI2434: the secret 'nowhere' is granted to nobody; say for which projects by .For("…") and in which pipelines by .In("…"), or take it away.
site.csx(13,5): error PCI2435: the secret 'check-key' is granted in 'check', whose builds never count as reviewed and so never get one; grant it in a gate that wants approvals, or in a pipeline for what was merged, On(RefUpdated).
site.csx(13,5): error PCI2011: pipeline 'gates' does not exist. Known pipelines: check, gate. Did you mean 'gate'?
site.csx(14,5): error PCI2431: the site grants the secret 'my key', which is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.
site.csx(14,5): error PCI2407: the secret 'my key' is for a project without a name; write names or globs, for example .For("services/*").
site.csx(14,5): error PCI2407: the secret 'my key' is for all but one, so that nearly everybody may have it; write who may, for example .For("services/*").
*/

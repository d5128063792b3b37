#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("core"),
    Repository("web/shop"),
    Notify("#releases"),
    Notify("releases").For("cor", "tools/*", "").In("gates"),
    Notify("starts").In("check").On(ReportKind.Start),
    Notify("nothing").On(),
    Notify("twice").For("web/*", "core").In("gate"),
    Notify("twice").In("gate").For("core", "web/*").On(ReportKind.Failure, ReportKind.Refused, ReportKind.Conflict));

/* expect:
site.csx(7,5): error PCI2455: Notify("#releases") names no connection: a name is of letters, digits, '-', '_' and '.', beginning with a letter or digit; write the name that pluginci.yaml gives to what notifies.
site.csx(8,5): error PCI2407: Notify("releases") is for a project without a name; write names or globs, for example .For("services/*").
site.csx(8,24): error PCI2452: Notify("releases") is for 'cor', which fits no project of the site; correct it, or add the project by Repository("…"). Did you mean 'core'?
site.csx(8,24): error PCI2452: Notify("releases") is for 'tools/*', which fits no project of the site; correct it, or add the project by Repository("…").
site.csx(8,50): error PCI2451: Notify("releases") is for the pipeline 'gates', which the site does not have. Known pipelines: check, gate. Did you mean 'gate'?
site.csx(9,34): error PCI2454: Notify("starts") tells of starts, which 'check' does not report; add .ReportStart() to the pipeline, or take ReportKind.Start away.
site.csx(10,23): error PCI2454: Notify("nothing") tells of nothing; name what to tell of, for example .On(ReportKind.Failure), or take .On() away.
site.csx(12,5): error PCI2453: Notify("twice") says the same 2 times; keep one.
*/

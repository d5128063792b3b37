#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Site(
    Repository("core"),
    Repositories("tools/*"),
    Freeze("all", reason: "release day"),
    Freeze("a b", reason: " "),
    Freeze("twice", reason: "release day").For("cor", "tools/a", "").Branches(""),
    Freeze("twice", reason: "release day").From("tomorrow").Until("2026-13-01").Except(),
    Freeze("back", reason: "release day").From("2026-05-04T18:00+02:00").Until("2026-05-04T16:00Z"),
    Quota("none", builds: 0),
    Quota("two words", builds: 1).For("tool/a"));

/* expect:
site.csx(7,5): error PCI2029: a freeze cannot be named 'all', which means everything in commands; rename it.
site.csx(8,5): error PCI2003: the freeze name 'a b' is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.
site.csx(8,5): error PCI2441: freeze 'a b' has no reason; say why nothing may be merged, as those who wait read it.
site.csx(9,5): error PCI2443: freeze 'twice' is for a branch without a name; write names or globs, for example .Branches("main").
site.csx(9,5): error PCI2407: freeze 'twice' is for a project without a name; write names or globs, for example .For("services/*").
site.csx(9,44): error PCI2444: freeze 'twice' is for 'cor', which is no project of the site; name one, or write a glob such as .For("services/*"). Did you mean 'core'?
site.csx(10,5): error PCI2022: freeze 'twice' is defined 2 times; keep one.
site.csx(10,44): error PCI2442: 'tomorrow' in .From(…) of freeze 'twice' is no time; write one such as 2026-12-18T12:00Z, or a date.
site.csx(10,61): error PCI2442: '2026-13-01' in .Until(…) of freeze 'twice' is no time; write one such as 2026-12-18T12:00Z, or a date.
site.csx(10,81): error PCI2443: freeze 'twice' excepts nothing in particular; write .Except(topic: "hotfix-*") or .Except(hashtag: "urgent").
site.csx(11,74): error PCI2442: freeze 'back' ends at 2026-05-04 16:00:00Z, which is not after its beginning at 2026-05-04 16:00:00Z.
site.csx(12,5): error PCI2006: quota 'none' lets 0 builds run; it must be 1 or more.
site.csx(13,5): error PCI2003: the quota name 'two words' is not of letters, digits, '-', '_' and '.', beginning with a letter or digit; rename it.
site.csx(13,35): error PCI2444: quota 'two words' is for 'tool/a', which is no project of the site; name one, or write a glob such as .For("services/*").
*/

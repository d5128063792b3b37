using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What paths, globs and branches of a job must be like to fit anything.</summary>
internal static class PathRules
{
    public static void Check(JobPlan plan, Place at, Findings findings)
    {
        (string Text, string Word)[] paths =
        [
            .. plan.Files.Select(glob => (glob, nameof(Job.WhenChanged))),
            .. plan.IrrelevantFiles.Select(glob => (glob, nameof(Job.Irrelevant))),
            .. plan.TestReports.Select(glob => (glob, nameof(Job.JUnit))),
            .. plan.Artifacts.SelectMany(artifact => artifact.Files).Select(glob => (glob, nameof(Job.Publish))),
            .. plan.Caches.Select(cache => (cache.Path, nameof(Job.Cache))),
            .. plan.Steps.OfType<ScriptStep>().Select(step => (step.Path, nameof(Job.Script))),
        ];
        foreach (var (text, word) in paths.Where(path => path.Text?.Contains('\\', StringComparison.Ordinal) is true))
        {
            findings.Error(at, "PCI2033", $"job '{plan.Name}' names '{text}'; a '\\' divides no path here and would fit no file. Write '{text.Replace('\\', '/')}'.", word);
        }

        foreach (var glob in plan.Files.Intersect(plan.IrrelevantFiles))
        {
            findings.Error(at, "PCI2042", $"job '{plan.Name}' runs only for changes of '{glob}', and not for those of '{glob}' alone: it would hardly ever run. Take it out of .WhenChanged(…) or of .Irrelevant(…).", nameof(Job.Irrelevant));
        }

        foreach (var branch in plan.Branches)
        {
            CheckBranch(branch, $"job '{plan.Name}'", at, nameof(Job.Branches), findings);
        }
    }

    /// <summary>Checks a branch, of a job or of a repository.</summary>
    public static void CheckBranch(string? branch, string who, Place at, string word, Findings findings)
    {
        string[] prefixes = ["refs/heads/", "refs/tags/", "refs/remotes/origin/", "origin/"];
        if (prefixes.FirstOrDefault(prefix => branch?.StartsWith(prefix, StringComparison.Ordinal) is true) is { } prefix)
        {
            findings.Error(at, "PCI2043", $"{who} names the branch '{branch}', and branches are named without '{prefix}'; write '{branch![prefix.Length..]}'.", word);
        }
    }
}

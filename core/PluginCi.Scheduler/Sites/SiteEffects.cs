using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>What a change of the config project does to the projects, by their scripts at the tips of their default branches.</summary>
internal sealed class SiteEffects(SiteKeeper sites, Repositories repositories, IScripts scripts)
{
    private const int MostLines = 40;

    private readonly SiteComparison _comparison = new(scripts);

    /// <summary>Compares the site in force with the one that would be.</summary>
    /// <param name="before">The site in force.</param>
    /// <param name="files">The scripts of the one that would be.</param>
    /// <param name="commits">The state under test; for projects that are not in it, their branches as they are now.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The difference in lines, or null when there is none; and what is wrong with the site, in itself or for a project that it was right for.</returns>
    public async Task<(string? Effect, ImmutableArray<Diagnostic> Errors)> FindAsync(
        Site before, ImmutableSortedDictionary<string, string> files, ImmutableSortedDictionary<ProjectBranch, string> commits, CancellationToken cancellationToken)
    {
        var (after, found) = await scripts.EvaluateSiteAsync(files, cancellationToken);
        if (after is null)
        {
            return (null, found);
        }

        var unread = new List<ProjectName>();
        var differences = await _comparison.CompareAsync(before.Plan, sites.Complete(after), ReadAsync, cancellationToken);
        var lines = unread.Count == 0 ? differences.Lines : differences.Lines.Add($"{unread.Count} projects could not be read and were not compared, {unread[0]} for one");
        return (lines.IsEmpty ? null : Tell(lines), differences.Errors);

        async Task<ImmutableSortedDictionary<string, string>?> ReadAsync(ProjectPlan project)
        {
            if (project.Name == sites.Branch.Project)
            {
                return null;
            }

            var scripts = await repositories.FindScriptsAsync(project, commits, cancellationToken);
            if (scripts is null)
            {
                unread.Add(project.Name);
            }

            return scripts;
        }
    }

    private static string Tell(ImmutableArray<string> lines) =>
        $"What this changes for projects:\n{string.Join('\n', lines.Take(MostLines).Select(line => $"* {line}"))}{(lines.Length > MostLines ? $"\n* and {lines.Length - MostLines} more; `pluginci plan --all --diff` shows all" : "")}";
}

namespace PluginCi.Cli;

/// <summary>Plays the developers: each clones, edits, commits and pushes, all at the same time.</summary>
/// <param name="site">Their site.</param>
internal sealed class DemoDevelopers(DemoSite site)
{
    /// <summary>Pushes the changes that the server does not know yet.</summary>
    public Task PushAsync(IReadOnlySet<string> knownSubjects, CancellationToken cancellationToken) => Task.WhenAll(
        DemoChanges.All.GroupBy(change => change.Author).Select(async changes =>
        {
            foreach (var first in changes.Where(change => change.Parent is null))
            {
                var series = SeriesOf(first);
                if (!series.All(change => knownSubjects.Contains(change.Subject)))
                {
                    await PushAsync(series, cancellationToken);
                }
            }
        }));

    private static List<DemoChange> SeriesOf(DemoChange first)
    {
        var series = new List<DemoChange> { first };
        while (DemoChanges.All.FirstOrDefault(change => change.Parent == series[^1].Subject) is { } next)
        {
            series.Add(next);
        }

        return series;
    }

    private async Task PushAsync(List<DemoChange> series, CancellationToken cancellationToken)
    {
        var (author, project) = (series[0].Author, series[0].Project);
        var clone = site.FreshFolder($"{author}-{series[0].ChangeId[..8]}");
        await DemoGit.RunAsync(clone, author, cancellationToken, "clone", "--quiet", site.RepositoryOf(project), ".");
        await DemoGit.RunAsync(clone, author, cancellationToken, "checkout", "--quiet", "-B", "topic", await site.FirstCommitAsync(project, cancellationToken));
        foreach (var change in series)
        {
            await CommitAsync(clone, change, cancellationToken);
        }

        await DemoGit.RunAsync(clone, author, cancellationToken, "push", "--quiet", "origin", "HEAD:refs/for/main");
    }

    internal static async Task CommitAsync(string clone, DemoChange change, CancellationToken cancellationToken)
    {
        foreach (var edit in change.Edits)
        {
            var file = Path.Combine(clone, edit.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var before = File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken) : null;
            await File.WriteAllTextAsync(file, edit.ApplyTo(before), cancellationToken);
        }

        await DemoGit.RunAsync(clone, change.Author, cancellationToken, "add", "--all");
        await DemoGit.RunAsync(clone, change.Author, cancellationToken, "commit", "--quiet", "-m", change.Message);
    }
}

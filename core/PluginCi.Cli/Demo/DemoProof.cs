using CliWrap;
using CliWrap.Buffered;

namespace PluginCi.Cli;

/// <summary>Looks at the repositories afterwards: each branch holds exactly the merged changes, and its tip passes all tests of all its groups.</summary>
/// <param name="site">The site.</param>
internal sealed class DemoProof(DemoSite site)
{
    private static readonly (string Folder, string Command)[] Tests =
    [
        ("mediawiki-core", "tests/lint.sh"),
        ("mediawiki-core", "python3 -m unittest discover -s tests"),
        ("mw-ext-maps", "python3 -m unittest discover -s tests"),
        ("mw-ext-math", "python3 -m unittest discover -s tests"),
        ("mw-ext-video", "python3 -m unittest discover -s tests"),
        ("blubberoid", "tests/unit.sh"),
        (".", "python3 mediawiki-core/tests/acceptance.py mw-ext-maps mw-ext-math"),
        (".", "python3 mediawiki-core/tests/acceptance.py mw-ext-video"),
        (".", "blubberoid/tests/acceptance.sh"),
    ];

    /// <returns>A sentence for each thing that is wrong; none when all is well.</returns>
    public async Task<IReadOnlyList<string>> FindTroublesAsync(IReadOnlyList<DemoOutcome> outcomes, CancellationToken cancellationToken)
    {
        var tips = site.FreshFolder("tips");
        var histories = await Task.WhenAll(DemoSite.Projects.Select(project => FindHistoryTroubleAsync(project, outcomes, cancellationToken)));
        await Task.WhenAll(DemoSite.Projects.Select(project =>
            DemoGit.RunAsync(tips, "demo", cancellationToken, "clone", "--quiet", site.RepositoryOf(project), project)));
        var tests = await Task.WhenAll(Tests.Select(test => FindTestTroubleAsync(Path.Combine(tips, test.Folder), test.Command, cancellationToken)));
        return [.. histories.Concat(tests).OfType<string>()];
    }

    private async Task<string?> FindHistoryTroubleAsync(string project, IReadOnlyList<DemoOutcome> outcomes, CancellationToken cancellationToken)
    {
        var log = await DemoGit.RunAsync(
            site.RepositoryOf(project), "demo", cancellationToken, "log", "--first-parent", "--format=%(trailers:key=Change,valueonly)", "refs/heads/main");
        var found = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal).ToArray();
        var merged = outcomes.Where(outcome => outcome.IsMerged && outcome.Expected.Project == project).Select(outcome => outcome.Id).Order(StringComparer.Ordinal).ToArray();
        return found.SequenceEqual(merged)
            ? null
            : $"The history of {project} holds {string.Join(", ", found)}, but {string.Join(", ", merged)} were merged.";
    }

    private static async Task<string?> FindTestTroubleAsync(string folder, string command, CancellationToken cancellationToken)
    {
        var run = await CliWrap.Cli.Wrap("/bin/sh")
            .WithArguments(["-c", command])
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(variables => variables.Set("PYTHONDONTWRITEBYTECODE", "1"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        return run.IsSuccess ? null : $"`{command}` fails on the branch tips: {run.StandardOutput}{run.StandardError}";
    }
}

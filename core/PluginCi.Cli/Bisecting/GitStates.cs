using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>The states of one repository: what its first parents merged one after the other.</summary>
internal static class GitStates
{
    private const int ShortCommit = 10;

    /// <exception cref="BisectException">A ref is unknown, or the two do not make a range.</exception>
    public static async Task<BisectRange> ReadAsync(string directory, string good, string bad, CancellationToken cancellationToken)
    {
        var project = new ProjectName(new DirectoryInfo(Path.GetFullPath(directory)).Name);
        var first = await ResolveAsync(directory, good, cancellationToken);
        var last = await ResolveAsync(directory, bad, cancellationToken);
        if (first == last)
        {
            throw new BisectException($"The good and the bad state are the same: {good} and {bad} are both {first[..ShortCommit]}.");
        }

        if (await GitProgram.TryAsync(directory, ["merge-base", "--is-ancestor", first, last], cancellationToken) is null)
        {
            throw new BisectException($"{good} is not in the history of {bad}. Name a good state that {bad} came from; is it the other way round?");
        }

        var log = await GitProgram.TryAsync(directory, ["log", "--first-parent", "--reverse", "--format=%H %s", $"{first}..{last}"], cancellationToken);
        var start = await GitProgram.TryAsync(directory, ["log", "-1", "--format=%H %s", first], cancellationToken);
        var objects = await GitProgram.TryAsync(directory, ["rev-parse", "--path-format=absolute", "--git-path", "objects"], cancellationToken);
        return new BisectRange(
            [.. $"{start}{log}".Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => StateOf(project, line))],
            ImmutableDictionary<ProjectName, string>.Empty.Add(project, objects!.Trim()),
            Site: null);
    }

    private static BisectState StateOf(ProjectName project, string line)
    {
        var commit = line[..line.IndexOf(' ', StringComparison.Ordinal)];
        return new BisectState(
            commit[..ShortCommit],
            line[(commit.Length + 1)..],
            ImmutableSortedDictionary<ProjectBranch, string>.Empty.Add(new ProjectBranch(project, "HEAD"), commit));
    }

    private static async Task<string> ResolveAsync(string directory, string name, CancellationToken cancellationToken) =>
        await GitProgram.FindCommitAsync(directory, name, cancellationToken) ?? throw new BisectException(GitProgram.Unknown(directory, name));
}

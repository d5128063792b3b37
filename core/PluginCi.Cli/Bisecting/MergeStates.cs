using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Cli;

/// <summary>The states of a server's queue: where all its branches were after each merge.</summary>
internal static class MergeStates
{
    private const int NamedStates = 5;
    private const int ShortestCommit = 7;

    /// <exception cref="BisectException">A ref is unknown, or the two do not make a range.</exception>
    /// <exception cref="InvalidOperationException">The journal cannot be read, or the queue is not known.</exception>
    public static async Task<BisectRange> ReadAsync(string journal, string? data, string? queue, string good, string bad)
    {
        data ??= PostgresAddress.IsMeant(journal)
            ? throw new BisectException("A journal in PostgreSQL has no mirrors beside it. Name the server's data folder too: --data DIR")
            : Path.GetDirectoryName(Path.GetFullPath(journal))!;
        await using var database = Database.Look(journal);
        var merges = new JournalStore(database).ReadMerges(JournalQueues.Choose(database, queue));
        var (first, last) = (Find(merges, good), Find(merges, bad));
        if (first == last)
        {
            throw new BisectException($"The good and the bad state are the same: {good} and {bad} are both the state after {Name(merges[first])}.");
        }

        if (first > last)
        {
            throw new BisectException($"{good} was merged after {bad}; is it the other way round?");
        }

        var mirrors = Path.Combine(Path.GetFullPath(data), "mirrors");
        BisectState[] states = [.. merges.Skip(first).Take(last - first + 1).Select(StateOf)];
        return new BisectRange(
            states,
            states.SelectMany(state => state.Commits.Keys).Select(branch => branch.Project).Distinct()
                .ToImmutableDictionary(project => project, project => Path.Combine(mirrors, $"{project.Value}.git", "objects")),
            new SiteStore(database).Find()?.Site);
    }

    /// <summary>The place of the merge that a change was in, or after which a branch was at a commit.</summary>
    private static int Find(IReadOnlyList<MergeRow> merges, string name)
    {
        for (var place = 0; place < merges.Count; place++)
        {
            if (merges[place].Changes.Contains(new ChangeId(name))
                || (name.Length >= ShortestCommit && merges[place].Commits.Values.Any(commit => commit.StartsWith(name, StringComparison.Ordinal))))
            {
                return place;
            }
        }

        var newest = merges.TakeLast(NamedStates).Select(Name);
        throw new BisectException(merges.Count == 0
            ? "No merge of this queue is recorded yet."
            : $"No recorded merge is of a change '{name}' or led to such a commit. The newest merges are of {string.Join(", ", newest)}.");
    }

    private static BisectState StateOf(MergeRow merge) =>
        new(Name(merge), merge.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture), merge.Commits);

    private static string Name(MergeRow merge) => string.Join(", ", merge.Changes);
}

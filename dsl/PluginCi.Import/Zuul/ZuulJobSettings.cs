using System.Text.RegularExpressions;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>What a layout says of its jobs, by their names or by patterns of these; the later wins, and a name comes before any pattern.</summary>
/// <remarks>Source: Zuul 2.5, <c>Layout.getJob</c>.</remarks>
internal sealed class ZuulJobSettings(Notes notes)
{
    private readonly List<(Regex Name, bool IsPattern, Setting Setting)> _all = [];
    private readonly List<(Regex Name, string Queue)> _queueNames = [];
    private readonly SortedSet<string> _semaphores = new(StringComparer.Ordinal);

    public IEnumerable<string> Semaphores => _semaphores;

    /// <summary>The name that a job gives its queue; null where it gives none.</summary>
    public string? QueueOf(string job) => _queueNames.FirstOrDefault(named => named.Name.IsMatch(job)).Queue;

    public void Read(Node? list)
    {
        foreach (var map in ((list as ListNode)?.Items ?? []).OfType<MapNode>())
        {
            var name = map.Text("name") ?? "";
            var keys = new Keys(map, name, notes);
            keys.Take("name");
            var setting = ReadSetting(keys);
            if (Pattern(keys, name) is { } pattern)
            {
                _all.Add((pattern, name.StartsWith('^'), setting));
                if (keys.TakeText("queue-name") is { } queue)
                {
                    _queueNames.Add((pattern, queue));
                }
            }

            keys.NeedPerson("parameter-function", "what it sets belongs into the scripts, as .Env(…)");
            foreach (var words in (string[])["success-message", "failure-message", "success-pattern", "failure-pattern", "tags"])
            {
                keys.Approximate(words, "reports have words and links of their own");
            }

            keys.End();
        }
    }

    /// <summary>The job with all that the layout says of it in a project; null where it does not run there.</summary>
    public FoundJob? Apply(FoundJob job, string project)
    {
        var result = job;
        foreach (var (_, _, setting) in _all.Where(known => known.Name.IsMatch(job.Origin)).OrderBy(known => !known.IsPattern))
        {
            result = result with
            {
                IsVoting = setting.IsVoting ?? result.IsVoting,
                WhenChanged = setting.Files is { } files ? [.. files] : result.WhenChanged,
                Branches = setting.Branches is { } branches ? [.. branches] : result.Branches,
                Semaphores = setting.Mutex is { } mutex ? result.Semaphores.Add(mutex) : result.Semaphores,
                HoldsFollowing = setting.HoldsFollowing ?? result.HoldsFollowing,
            };
            foreach (var skip in setting.Skips.Where(skip => skip.Project?.IsMatch(project) is not false))
            {
                if (skip.Branches is null && skip.Files is null)
                {
                    return null;
                }

                result = result with { Branches = [.. result.Branches, .. skip.Branches ?? []], Irrelevant = [.. result.Irrelevant, .. skip.Files ?? []] };
            }
        }

        return result;
    }

    private Setting ReadSetting(Keys keys)
    {
        if (keys.TakeText("mutex") is { } mutex)
        {
            _semaphores.Add(mutex);
        }

        return new Setting
        {
            IsVoting = (keys.Take("voting") as ScalarNode)?.IsOn,
            Mutex = keys.Map.Text("mutex"),
            HoldsFollowing = (keys.Take("hold-following-changes") as ScalarNode)?.IsOn,
            Files = Globs(keys, "files"),
            Branches = Globs(keys, "branch"),
            Skips = [.. ((keys.Take("skip-if") as ListNode)?.Items ?? []).OfType<MapNode>().Select(map => ReadSkip(map, keys)).OfType<Skip>()],
        };
    }

    private static string[]? Globs(Keys keys, string key)
    {
        if (keys.Take(key) is not { } node)
        {
            return null;
        }

        string[]?[] parts = [.. Values.Texts(node).Select(RegexGlobs.Convert)];
        if (parts.Any(part => part is null))
        {
            keys.NeedPerson(key, $"globs cannot say this regular expression, and the job runs for all of them; write .{(key == "files" ? "WhenChanged" : "Branches")}(…) with globs");
            return null;
        }

        return [.. parts.SelectMany(part => part!).Distinct()];
    }

    // Of what must not be, one glob can be said; else the job runs too often and not too rarely.
    private Skip? ReadSkip(MapNode map, Keys keys)
    {
        var project = map.Text("project") is { } name ? Compile(name) : null;
        var branches = map.Has("branch") ? Values.Texts(map["branch"]).Select(RegexGlobs.Convert).ToArray() : null;
        var files = map.Has("all-files-match-any") ? Values.Texts(map["all-files-match-any"]).Select(RegexGlobs.Convert).ToArray() : null;
        var isSaid = (!map.Has("project") || project is not null)
            && (branches is null || (files is null && branches is [[var only]] && !only.StartsWith('!') && keys.Map["skip-if"] is ListNode { Items.Length: 1 }))
            && (files is null || files.All(glob => glob is not null));
        if (!isSaid)
        {
            notes.NeedsPerson(map.File, map.At, $"{keys.Map.Text("name")}.skip-if", "verbs cannot say this together, and the job runs all the same; see .Branches(…) and .Irrelevant(…)");
            return null;
        }

        return new Skip(project, branches is null ? null : [$"!{branches[0]![0]}"], files?.SelectMany(glob => glob!).ToArray());
    }

    // Patterns are Python's, of which not all are ours.
    private static Regex? Pattern(Keys keys, string job)
    {
        var isNaming = keys.Map.Has("queue-name");
        try
        {
            return new Regex(job.StartsWith('^') ? job : $"^{Regex.Escape(job)}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            keys.NeedPerson(isNaming ? "queue-name" : "name", $"the pattern '{job}' cannot be read ({exception.Message.TrimEnd('.')}); {(isNaming ? $"name the queue '{keys.Map.Text("queue-name")}' by .Queue(…) of its repositories" : "what is said here is not in the scripts")}");
            return null;
        }
    }

    private static Regex? Compile(string pattern)
    {
        try
        {
            return new Regex($"^(?:{pattern})", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private sealed record Skip(Regex? Project, string[]? Branches, string[]? Files);

    private sealed record Setting
    {
        public bool? IsVoting { get; init; }

        public bool? HoldsFollowing { get; init; }

        public string? Mutex { get; init; }

        public string[]? Files { get; init; }

        public string[]? Branches { get; init; }

        public required Skip[] Skips { get; init; }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads the pipelines of a layout.</summary>
internal sealed class ZuulPipelines(Notes notes)
{
    private readonly Dictionary<string, string> _byVerbs = [];
    private readonly Dictionary<string, string> _standIns = [];
    private readonly List<FoundPipeline> _pipelines = [];
    private readonly HashSet<string> _dependent = [];
    private readonly Dictionary<string, ImmutableArray<string>> _branches = [];

    public ImmutableArray<FoundPipeline> All => [.. _pipelines];

    /// <summary>The pipeline of the site that stands for one of the layout; null where there is none of that name.</summary>
    public string? StandInOf(string name) => _standIns.GetValueOrDefault(name);

    /// <summary>The branches that a pipeline of the layout is for, as globs; empty for all.</summary>
    public ImmutableArray<string> BranchesOf(string name) => _branches.GetValueOrDefault(name, []);

    public bool IsDependent(string name) => _dependent.Contains(name);

    public void Read(Node? list)
    {
        foreach (var map in ((list as ListNode)?.Items ?? []).OfType<MapNode>())
        {
            Read(map);
        }
    }

    private void Read(MapNode map)
    {
        var name = map.Text("name") ?? "";
        var keys = new Keys(map, name, notes);
        keys.Take("name");
        keys.Take("source");
        keys.Approximate("description", "what it is for is not in the script");
        foreach (var message in (string[])["success-message", "failure-message", "merge-failure-message", "footer-message"])
        {
            keys.Approximate(message, "reports have words of their own");
        }

        var verbs = Verbs(keys);
        keys.End();
        if (_byVerbs.TryGetValue(verbs, out var same))
        {
            _standIns[name] = same;
            notes.Approximated(map.File, map.At, name, $"it differs from '{same}' only in branches and people; pipelines here are of all branches, so that one stands for both, and its jobs say .Branches(…)");
            return;
        }

        _byVerbs.Add(verbs, name);
        _standIns[name] = name;
        _pipelines.Add(new FoundPipeline(name, verbs));
    }

    private string Verbs(Keys keys)
    {
        var isDependent = keys.TakeText("manager") == "DependentPipelineManager";
        if (isDependent)
        {
            _dependent.Add(keys.Map.Text("name") ?? "");
        }

        var (success, failure, start) = (Report(keys, "success"), Report(keys, "failure"), Report(keys, "start"));
        var submits = success.Submits;
        if (submits && !isDependent)
        {
            keys.Approximate("manager", "what is merged is tested on those ahead of it, as in any gate");
        }

        var isGate = isDependent || submits;
        var on = Triggers(keys, isGate);
        var schedule = Schedule(keys);
        TellConditions(keys);
        string[] verbs =
        [
            isGate ? ".Dependent()" : ".Independent()",
            on.Length > 0 || schedule.Length == 0 ? $".On({string.Join(", ", on.Length == 0 ? ["Manual"] : on)})" : "",
            schedule,
            isGate ? ".RequireApproval()" : "",
            Votes(success.Vote, failure.Vote),
            start.IsThere ? ".ReportStart()" : "",
            submits ? ".Submits()" : "",
            Precedence(keys),
            Window(keys),
        ];
        return string.Concat(verbs);
    }

    private static void TellConditions(Keys keys)
    {
        keys.NeedPerson("reject", "what may not enter is decided by approvals; a policy of the site cannot say more yet");
        if (keys.Take("require") is MapNode required && required.Entries.Any(entry => entry.Key != "open"))
        {
            keys.NeedPerson("require", "what may enter is decided by approvals; a policy of the site cannot say more yet");
        }
    }

    private static string Votes(long success, long failure) => success != 0 || failure != 0 ? string.Create(CultureInfo.InvariantCulture, $".Votes({success}, {failure})") : "";

    private static string Precedence(Keys keys) => keys.TakeText("precedence") switch { "high" => ".HighPrecedence()", "low" => ".LowPrecedence()", _ => "" };

    private static (bool IsThere, long Vote, bool Submits) Report(Keys keys, string key)
    {
        var gerrit = (keys.Take(key) as MapNode)?.Map("gerrit");
        return (keys.Map.Has(key), gerrit?.Number("verified") ?? 0, gerrit?.Flag("submit") is true);
    }

    private string[] Triggers(Keys keys, bool isGate)
    {
        var trigger = keys.Take("trigger") as MapNode;
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var map in (trigger?.List("gerrit") ?? []).OfType<MapNode>())
        {
            foreach (var name in Values.Texts(map["event"]))
            {
                if (Trigger(name, map) is not { } word || (isGate && word is "RefUpdated" or "Tag"))
                {
                    notes.NeedsPerson(map.File, map.At, $"{keys.Map.Text("name")}.trigger", $"'{name}' starts nothing here; operators enqueue by pluginci enqueue");
                    found.Add("Manual");
                }
                else
                {
                    found.Add(word);
                }
            }

            foreach (var entry in map.Entries.Where(entry => entry.Key is "email" or "username" or "reject-approval" or "require-approval"))
            {
                notes.NeedsPerson(entry.Value.File, entry.At, $"{keys.Map.Text("name")}.trigger.{entry.Key}", "whom it is for, pipelines do not say; who may approve is decided by the review system");
            }
        }

        ReadBranches([.. (trigger?.List("gerrit") ?? []).OfType<MapNode>()], keys.Map.Text("name") ?? "");
        return [.. found];
    }

    // Of a pipeline whose events are of several branches, all count; of one with an event of any branch, none does.
    private void ReadBranches(MapNode[] events, string name)
    {
        var isOfAll = events.Any(map => !map.Has("branch"));
        foreach (var map in events)
        {
            var entry = map.Entries.FirstOrDefault(entry => entry.Key == "branch");
            string[]?[] globs = entry.Value is null ? [] : [.. Values.Texts(entry.Value).Select(RegexGlobs.Convert)];
            if (globs.Any(glob => glob is null) || (isOfAll && globs.Length > 0))
            {
                isOfAll = true;
                notes.NeedsPerson(entry.Value!.File, entry.At, $"{name}.trigger.branch", "which branches it is for, pipelines do not say, and globs of the jobs' .Branches(…) cannot; its jobs run on all");
            }
            else if (globs.Length > 0)
            {
                notes.Approximated(entry.Value!.File, entry.At, $"{name}.trigger.branch", "pipelines are of all branches; the jobs say .Branches(…)");
            }
        }

        _branches[name] = isOfAll ? [] : [.. events.SelectMany(map => Values.Texts(map["branch"])).SelectMany(text => RegexGlobs.Convert(text)!).Distinct()];
    }

    private static string? Trigger(string name, MapNode map) => name switch
    {
        "patchset-created" => "Patchset",
        "change-restored" => "Restored",
        "change-merged" => "RefUpdated",
        "ref-updated" => Values.Texts(map["ref"]).Any(reference => reference.Contains("tags", StringComparison.Ordinal)) ? "Tag" : "RefUpdated",
        "comment-added" when map.Has("approval") => "Approved",
        "comment-added" when Values.Texts(map["comment"]).Concat(Values.Texts(map["comment_filter"])).Any(text => text.Contains("recheck", StringComparison.Ordinal)) => "Recheck",
        _ => null,
    };

    private string Schedule(Keys keys)
    {
        foreach (var node in ((keys.Map.Map("trigger")?.List("timer")) ?? []).OfType<MapNode>())
        {
            notes.NeedsPerson(node.File, node.At, $"{keys.Map.Text("name")}.trigger.timer", $"its time is '{node.Text("time")}' by the clock of the server; the script says 3:00 UTC until it is told when");
            return ".Schedule(\"0 0 3 * * ?\")";
        }

        return "";
    }

    private static string Window(Keys keys)
    {
        var (start, floor) = (keys.TakeText("window"), keys.TakeText("window-floor"));
        return start is null && floor is null ? "" : $".Window({string.Join(", ", new[] { start is null ? "" : $"start: {start}", floor is null ? "" : $"floor: {floor}" }.Where(part => part.Length > 0))})";
    }
}

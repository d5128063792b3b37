using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads the pipelines of Zuul, of a layout of version 2 or of later files.</summary>
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

    /// <summary>A pipeline that no file here defines, by the usual meaning of its name.</summary>
    public void AddUsual(string name, string file, Place at)
    {
        if (_standIns.ContainsKey(name))
        {
            return;
        }

        var occasion = name switch
        {
            "check" or "experimental-check" or "pre-check" => Occasion.MergeRequest,
            "post" or "promote" or "deploy" or "postmerge" => Occasion.DefaultBranch,
            "tag" or "release" or "pre-release" => Occasion.Tag,
            _ when name.StartsWith("periodic", StringComparison.Ordinal) || name.StartsWith("nightly", StringComparison.Ordinal) => Occasion.Schedule,
            _ => Occasion.Manual,
        };
        var verbs = name == "gate" ? Occasions.Gate.Verbs.Replace(".Supercedes(\"check\")", "", StringComparison.Ordinal) : Occasions.PipelineOf(occasion).Verbs;
        notes.Approximated(file, at, name, $"no file here defines this pipeline; by its name it is Pipeline(\"{name}\"){verbs}");
        _standIns[name] = name;
        _pipelines.Add(new FoundPipeline(name, verbs));
        if (name == "gate")
        {
            _dependent.Add(name);
        }
    }

    /// <summary>Reads one pipeline.</summary>
    public void ReadOne(MapNode map) => Read(map);

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
        foreach (var message in (string[])["success-message", "failure-message", "merge-failure-message", "merge-conflict-message", "no-jobs-message", "dequeue-message", "start-message", "enqueue-message", "footer-message"])
        {
            keys.Approximate(message, "reports have words of their own");
        }

        foreach (var report in (string[])["enqueue", "dequeue", "no-jobs", "merge-conflict", "merge-failure", "config-error", "disabled"])
        {
            keys.Approximate(report, "reports are made at these times, where a plugin makes any");
        }

        keys.Approximate("post-review", "reviewed code is what is in branches, and what a gate with approval tests");

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
        var manager = keys.TakeText("manager") ?? "";
        var isDependent = manager is "DependentPipelineManager" or "dependent";
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
            isGate ? ".Dependent()" : manager switch { "supercedent" => ".Supercedent()", "serial" => ".Serial()", _ => ".Independent()" },
            on.Length > 0 || schedule.Length == 0 ? $".On({string.Join(", ", on.Length == 0 ? ["Manual"] : on)})" : "",
            schedule,
            isGate ? ".RequireApproval()" : "",
            Votes(success.Vote, failure.Vote),
            start.IsThere ? ".ReportStart()" : "",
            submits ? ".Submits()" : "",
            Precedence(keys),
            Window(keys),
            Supercedes(keys),
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

    private static string Supercedes(Keys keys) => Values.Texts(keys.Take("supercedes")) is { IsEmpty: false } names ? $".Supercedes({string.Join(", ", names.Select(name => $"\"{name}\""))})" : "";

    private static string Precedence(Keys keys) => keys.TakeText("precedence") switch { "high" => ".HighPrecedence()", "low" => ".LowPrecedence()", _ => "" };

    private static (bool IsThere, long Vote, bool Submits) Report(Keys keys, string key)
    {
        var report = keys.Take(key) as MapNode;
        var gerrit = report?.Map("gerrit");
        return (keys.Map.Has(key), gerrit?.Number("verified") ?? gerrit?.Number("Verified") ?? 0, gerrit?.Flag("submit") is true || report?.Map("github")?.Flag("merge") is true);
    }

    private string[] Triggers(Keys keys, bool isGate)
    {
        var trigger = keys.Take("trigger") as MapNode;
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var other in (trigger?.Entries ?? []).Where(entry => entry.Key is not ("gerrit" or "github" or "timer")))
        {
            notes.NeedsPerson(other.Value.File, other.At, $"{keys.Map.Text("name")}.trigger.{other.Key}", "this trigger is not read; operators enqueue by pluginci enqueue");
        }

        MapNode[] events = [.. (trigger?.List("gerrit") ?? []).Concat(trigger?.List("github") ?? []).OfType<MapNode>()];
        foreach (var map in events)
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

        ReadBranches(events, keys.Map.Text("name") ?? "");
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
        "patchset-created" or "pending-check" => "Patchset",
        "pull_request" or "check_run" when Values.Texts(map["action"]).Any(action => action is "comment" or "rerequested") => "Recheck",
        "pull_request" when !Values.Texts(map["action"]).Any(action => action is "closed" or "labeled" or "unlabeled") => "Patchset",
        "pull_request_review" => "Approved",
        "push" => Values.Texts(map["ref"]).Any(reference => reference.Contains("tags", StringComparison.Ordinal)) ? "Tag" : "RefUpdated",
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

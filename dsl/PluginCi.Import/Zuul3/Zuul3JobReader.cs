using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads what one definition says of a job, and tells of each of its keys.</summary>
internal sealed class Zuul3JobReader(Notes notes)
{
    private static readonly (string Key, string Text)[] Near =
    [
        ("description", "what it is for is not in the script"),
        ("tags", "jobs have no tags"),
        ("variant-description", "what it is for is not in the script"),
        ("post-timeout", "the time limit is of the whole job"),
        ("ansible-version", "no Ansible runs it"),
        ("roles", "roles of other projects are not here; what playbooks take of them is told where they do"),
        ("final", "who may change the job is decided by who may change the script"),
        ("protected", "who may change the job is decided by who may change the script"),
        ("intermediate", "who may take the job as a parent is not said here"),
        ("allowed-projects", "who may run the job is decided by who has it in a script"),
        ("post-review", "reviewed code is what is in branches, and what a gate with approval tests"),
        ("success-message", "reports have words of their own"),
        ("failure-message", "reports have words of their own"),
        ("success-url", "reports have links of their own"),
        ("failure-url", "reports have links of their own"),
        ("match-on-config-updates", "a changed script is tested with the change that changes it"),
        ("workspace-scheme", "the project's repository is the folder that steps start in"),
        ("deduplicate", "a build whose job and inputs are the same is not run again"),
    ];

    private static readonly (string Key, string Text)[] Open =
    [
        ("secrets", "builds have no secrets; the job has to do without, or stays in the old system"),
        ("required-projects", "a build sees its own repository; jobs that need others belong to Group(…).Acceptance(…) in site.csx, where they see all repositories of the group"),
        ("host-vars", "builds have one system and no hosts with variables of their own"),
        ("group-vars", "builds have one system and no hosts with variables of their own"),
        ("extra-vars", "variables go into .Env(…)"),
        ("override-checkout", "the branch of the change is checked out"),
        ("cleanup-run", "builds have no steps after a failure but those at the end of a shell"),
        ("failure-output", "in the scripts: .FailsOn(…)"),
        ("provides", "artifacts are handed on by .Publish(…) and .Fetch(…)"),
        ("requires", "artifacts are handed on by .Publish(…) and .Fetch(…)"),
        ("run-untrusted", "the importer does not run it; write it as steps"),
    ];

    /// <summary>What a definition says.</summary>
    /// <param name="map">The definition, or what is said where a project names the job.</param>
    /// <param name="name">The job's name.</param>
    public Zuul3Job Read(MapNode map, string name)
    {
        var keys = new Keys(map, name, notes);
        keys.Take("name");
        foreach (var (key, text) in Near)
        {
            keys.Approximate(key, text);
        }

        foreach (var (key, text) in Open)
        {
            keys.NeedPerson(key, text);
        }

        var parent = keys.Take("parent") as ScalarNode;
        var job = new Zuul3Job
        {
            Name = name,
            Map = map,
            Parent = parent is { Type: not ScalarKind.Nothing } ? parent.Value : parent is null ? "base" : null,
            IsAbstract = (keys.Take("abstract") as ScalarNode)?.IsOn is true,
            PreRun = Playbooks(keys.Take("pre-run")),
            Run = Playbooks(keys.Take("run")),
            PostRun = Playbooks(keys.Take("post-run")),
            NodeSet = keys.Take("nodeset"),
            Timeout = Time(keys),
            Attempts = keys.Take("attempts") is ScalarNode { Type: ScalarKind.Number, Whole: > 0 and <= 10 and var attempts } ? (int)attempts : null,
            IsVoting = (keys.Take("voting") as ScalarNode)?.IsOn,
            HoldsFollowing = (keys.Take("hold-following-changes") as ScalarNode)?.IsOn,
            Files = Globs(keys, "files", "WhenChanged"),
            Irrelevant = Globs(keys, "irrelevant-files", "Irrelevant"),
            Branches = Globs(keys, "branches", "Branches"),
            Needs = Needs(keys),
            Semaphores = [.. Names(keys.Take("semaphore")), .. Names(keys.Take("semaphores"))],
            Variables = ((keys.Take("vars") as MapNode)?.Entries ?? []).ToImmutableDictionary(entry => entry.Key, entry => entry.Value),
        };
        keys.End();
        return job;
    }

    private static TimeSpan? Time(Keys keys)
    {
        if (keys.Take("timeout") is not ScalarNode { Type: ScalarKind.Number, Whole: var seconds })
        {
            return null;
        }

        if (seconds is > 0 and <= 86_400)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        keys.Approximate("timeout", "a time limit is more than zero and at most 24 hours; here it is 24 hours");
        return TimeSpan.FromHours(24);
    }

    private static ImmutableArray<ScalarNode> Playbooks(Node? node) => node switch
    {
        ScalarNode { Type: not ScalarKind.Nothing } text => [text],
        ListNode list => [.. list.Items.SelectMany(item => Playbooks(item))],
        MapNode map when map["name"] is { } name => Playbooks(name),
        _ => [],
    };

    private static ImmutableArray<string>? Globs(Keys keys, string key, string verb)
    {
        if (keys.Take(key) is not { } node)
        {
            return null;
        }

        string?[] expressions = [.. (node is ListNode list ? [.. list.Items] : new[] { node }).Select(item => item switch
        {
            ScalarNode text => text.Value,
            MapNode map when map.Text("regex") is { } regex => map.Flag("negate") is true ? $"(?!{regex})" : regex,
            _ => null,
        })];
        string[]?[] globs = [.. expressions.Select(text => text is null ? null : RegexGlobs.Convert(text))];
        if (globs.All(glob => glob is not null))
        {
            return [.. globs.SelectMany(glob => glob!).Distinct()];
        }

        keys.NeedPerson(key, $"globs cannot say this regular expression, and the job runs for all of them; write .{verb}(…) with globs");
        return null;
    }

    private static ImmutableArray<FoundNeed>? Needs(Keys keys)
    {
        if (keys.Take("dependencies") is not { } node)
        {
            return null;
        }

        return [.. (node is ListNode list ? [.. list.Items] : new[] { node }).Select(item => item switch
        {
            ScalarNode text => new FoundNeed(text.Value, false, false),
            MapNode map => new FoundNeed(map.Text("name") ?? "", map.Flag("soft") is true, false),
            _ => new FoundNeed("", true, false),
        })];
    }

    private static IEnumerable<string> Names(Node? node) => node switch
    {
        ListNode list => list.Items.SelectMany(Names),
        MapNode map => Names(map["name"]),
        ScalarNode { Type: not ScalarKind.Nothing } text => [text.Value],
        _ => [],
    };
}

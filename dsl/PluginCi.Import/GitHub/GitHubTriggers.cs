using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads <c>on</c>: when the jobs of a workflow run.</summary>
internal sealed class GitHubTriggers(Notes notes)
{
    private static readonly string[] OfPaths = ["paths", "paths-ignore"];

    /// <summary>The files that no change of which runs the jobs.</summary>
    public ImmutableArray<string> Irrelevant { get; private set; } = [];

    /// <summary>The schedule in six fields; null for none.</summary>
    public string? Schedule { get; private set; }

    public RunPlan Read(Node? on)
    {
        var events = on switch
        {
            MapNode map => map.Entries.Select(entry => (entry.Key, entry.Value)),
            _ => Values.Texts(on).Select(name => (name, on!)),
        };
        return events.Aggregate(new RunPlan(), (plan, trigger) => Add(plan, trigger.Item1, trigger.Item2));
    }

    private RunPlan Add(RunPlan plan, string name, Node value)
    {
        var map = value as MapNode;
        switch (name)
        {
            case "pull_request" or "pull_request_target" or "merge_group":
                Tell(map, name, ["paths", "paths-ignore"], "every branch and every patchset counts");
                Irrelevant = Irrelevant.AddRange(Values.Texts(map?["paths-ignore"]));
                return plan with { Runs = plan.Runs.Add(Occasion.MergeRequest), WhenChanged = plan.WhenChanged.AddRange(Values.Texts(map?["paths"])) };
            case "push":
                Tell(map, name, ["branches", "tags"], "all pushes to these branches count");
                return plan with { Runs = plan.Runs.Union(Pushes(map)) };
            case "schedule":
                ReadSchedule(value);
                return plan with { Runs = plan.Runs.Add(Occasion.Schedule) };
            case "workflow_dispatch":
                Tell(map, name, [], "an operator starts it without inputs: pluginci enqueue in the pipeline 'manual'");
                return plan with { Runs = plan.Runs.Add(Occasion.Manual) };
            default:
                notes.NeedsPerson(value.File, value.At, $"on.{name}", "nothing here starts a pipeline in that way");
                return plan;
        }
    }

    private void Tell(MapNode? map, string name, string[] carried, string text)
    {
        foreach (var entry in map?.Entries ?? [])
        {
            if (carried.Contains(entry.Key))
            {
                notes.Carried(entry.Value.File, entry.At, $"on.{name}.{entry.Key}");
            }
            else
            {
                notes.Approximated(entry.Value.File, entry.At, $"on.{name}.{entry.Key}", text);
            }
        }
    }

    private static IEnumerable<Occasion> Pushes(MapNode? map)
    {
        var (branches, tags) = (map?["branches"], map?["tags"]);
        if (branches is null && (tags is null || map?.Has("branches-ignore") is true))
        {
            yield return Occasion.Branch;
            yield return Occasion.DefaultBranch;
        }
        else if (branches is not null)
        {
            string[] names = [.. Values.Texts(branches)];
            if (names.Any(name => name is "*" or "**"))
            {
                yield return Occasion.Branch;
            }

            // A branch that is named is one that changes are merged into.
            yield return Occasion.DefaultBranch;
        }

        if (tags is not null || (branches is null && map?.Entries.Any(entry => !OfPaths.Contains(entry.Key)) is not true))
        {
            yield return Occasion.Tag;
        }
    }

    private void ReadSchedule(Node value)
    {
        foreach (var node in (value as ListNode)?.Items.OfType<MapNode>().Select(map => map["cron"]).OfType<ScalarNode>() ?? [])
        {
            var cron = Quartz(node.Value);
            if (cron is null || (Schedule is not null && Schedule != cron))
            {
                notes.NeedsPerson(node.File, node.At, "on.schedule.cron", $"the schedule '{node.Value}' is not in site.csx, as it {(cron is null ? "cannot be said in six fields" : "is the second one")}; make it a pipeline of its own");
                continue;
            }

            notes.Carried(node.File, node.At, "on.schedule.cron");
            Schedule = cron;
        }
    }

    // Six fields, with '?' for that one of the two fields of days which does not count, and days of the week from 1.
    private static string? Quartz(string cron)
    {
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5 || (fields[2] != "*" && fields[4] != "*") || !fields[4].All(letter => char.IsAsciiDigit(letter) || letter is '*' or ',' or '-'))
        {
            return null;
        }

        var week = string.Concat(fields[4].Select(letter => char.IsAsciiDigit(letter) ? $"{((letter - '0') % 7) + 1}" : $"{letter}"));
        return fields[4] == "*" ? $"0 {fields[0]} {fields[1]} {fields[2]} {fields[3]} ?" : $"0 {fields[0]} {fields[1]} ? {fields[3]} {week}";
    }
}

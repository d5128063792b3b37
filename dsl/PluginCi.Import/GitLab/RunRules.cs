using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads <c>rules</c>: of each occasion the first rule that fits counts.</summary>
/// <param name="known">The variables of the job, whose values stand in the file.</param>
/// <param name="notes">Takes what cannot be told.</param>
internal sealed class RunRules(IReadOnlyDictionary<string, string> known, Notes notes)
{
    private static readonly string[] Keys = ["if", "changes", "exists", "when", "allow_failure", "variables"];

    /// <summary>When a job with these rules runs.</summary>
    /// <param name="rules">The rules, without references.</param>
    /// <param name="what">Whose they are, for notes.</param>
    public RunPlan Read(ListNode rules, string what)
    {
        MapNode[] all = [.. Flatten(rules).OfType<MapNode>()];
        foreach (var entry in all.SelectMany(rule => rule.Entries))
        {
            Tell(entry, what);
        }

        var plan = new RunPlan();
        var (always, files) = (false, new List<string>());
        foreach (var occasion in Occasions.All)
        {
            foreach (var rule in all.Where(rule => Fits(rule, occasion, what)))
            {
                var isNever = rule.Text("when") is "never" or "on_failure";
                if (isNever)
                {
                    break;
                }

                plan = Add(plan, rule, occasion);
                var changes = Changes(rule);
                always |= changes.Length == 0;
                files.AddRange(changes);
                if (changes.Length == 0)
                {
                    break;
                }
            }
        }

        return always ? plan : plan with { WhenChanged = [.. files.Distinct()] };
    }

    private static RunPlan Add(RunPlan plan, MapNode rule, Occasion occasion) => plan with
    {
        Runs = plan.Runs.Add(occasion),
        IsManual = plan.IsManual || rule.Text("when") == "manual",
        MayFail = plan.MayFail || rule.Flag("allow_failure") is true,
        Variables = [.. plan.Variables.Union((rule.Map("variables")?.Entries ?? []).Select(entry => (entry.Key, (entry.Value as ScalarNode)?.Value ?? "")))],
    };

    private bool Fits(MapNode rule, Occasion occasion, string what)
    {
        if (rule["if"] is not ScalarNode { Value: var text })
        {
            return true;
        }

        var holds = Condition.Holds(text, name => known.TryGetValue(name, out var value) ? (true, value) : Occasions.Variable(occasion, name));
        if (holds is { } told)
        {
            return told;
        }

        // A job that runs too often does no harm to what is merged; one that does not run may.
        var isNever = rule.Text("when") == "never";
        var entry = rule.Entries.First(entry => entry.Key == "if");
        notes.Approximated(entry.Value.File, entry.At, $"{what}.rules.if", $"'{text}' depends on what only GitLab knows; the job {(isNever ? "runs as though it did not hold" : "runs as though it held")}");
        return !isNever;
    }

    private void Tell(MapEntry entry, string what)
    {
        var name = $"{what}.rules.{entry.Key}";
        var value = (entry.Value as ScalarNode)?.Value;
        if (!Keys.Contains(entry.Key))
        {
            notes.NeedsPerson(entry.Value.File, entry.At, name, "rules cannot change this for a single run; it holds as the job says it");
        }
        else if (entry.Key == "exists")
        {
            notes.Approximated(entry.Value.File, entry.At, name, "the job runs as though the files were there; take it out of the script where they are not");
        }
        else if (entry.Key == "when" && value is "always" or "delayed" or "on_failure")
        {
            notes.NeedsPerson(entry.Value.File, entry.At, name, value == "delayed" ? "jobs do not wait; it starts at once" : $"'{value}': jobs start when those that they need have passed, and not after a failure");
        }
        else if (entry.Key == "changes" && entry.Value is MapNode changes && changes.Has("compare_to"))
        {
            notes.Approximated(entry.Value.File, entry.At, name, "the files are those of the change itself, whatever 'compare_to' says");
        }
        else if (entry.Key == "variables")
        {
            notes.Approximated(entry.Value.File, entry.At, name, "the job has these variables whichever rule fits");
        }
        else
        {
            notes.Carried(entry.Value.File, entry.At, name);
        }
    }

    private static string[] Changes(MapNode rule)
    {
        var list = rule["changes"] is MapNode map ? map["paths"] : rule["changes"];
        return [.. (list as ListNode)?.Items.OfType<ScalarNode>().Select(item => item.Value) ?? []];
    }

    private static IEnumerable<Node> Flatten(ListNode list) => list.Items.SelectMany(item => item is ListNode inner ? Flatten(inner) : [item]);
}

using System.Text.RegularExpressions;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads <c>only</c> and <c>except</c>, the older form of rules.</summary>
internal sealed class OnlyExcept(IReadOnlyDictionary<string, string> known, Notes notes)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public RunPlan Read(Node? only, Node? except, string what)
    {
        var runs = Occasions.All.Where(occasion => only is null || Holds(only, occasion, what)).Where(occasion => except is null || !Holds(except, occasion, what));
        return new RunPlan { Runs = [.. runs], WhenChanged = [.. Texts((only as MapNode)?["changes"])] };
    }

    private bool Holds(Node node, Occasion occasion, string what)
    {
        if (node is not MapNode map)
        {
            return Texts(node).Any(name => IsRef(name, occasion, node, what));
        }

        var refs = Texts(map["refs"]).ToArray();
        var conditions = Texts(map["variables"]).ToArray();
        foreach (var entry in map.Entries.Where(entry => entry.Key is "kubernetes" || (entry.Key == "changes" && what.EndsWith("except", StringComparison.Ordinal))))
        {
            notes.NeedsPerson(entry.Value.File, entry.At, $"{what}.{entry.Key}", "the job runs as though this did not stand there");
        }

        return (refs.Length == 0 || refs.Any(name => IsRef(name, occasion, node, what)))
            && (conditions.Length == 0 || conditions.Any(text => Condition.Holds(text, name => known.TryGetValue(name, out var value) ? (true, value) : Occasions.Variable(occasion, name)) ?? true));
    }

    private bool IsRef(string name, Occasion occasion, Node node, string what)
    {
        var isBranch = occasion is not (Occasion.MergeRequest or Occasion.Tag);
        switch (name)
        {
            case "branches":
                return isBranch;
            case "pushes":
                return occasion is Occasion.Branch or Occasion.DefaultBranch or Occasion.Tag;
            case "tags":
                return occasion == Occasion.Tag;
            case "merge_requests" or "external_pull_requests":
                return occasion == Occasion.MergeRequest;
            case "schedules":
                return occasion == Occasion.Schedule;
            case "web":
                return occasion == Occasion.Manual;
            case "triggers" or "pipelines" or "api" or "external" or "chat":
                notes.NeedsPerson(node.File, node.At, what, $"'{name}': nothing here starts a pipeline in that way but the HTTP API");
                return false;
        }

        if (!name.StartsWith('/'))
        {
            return isBranch && occasion != Occasion.Branch && Occasions.DefaultNames.Contains(name.Split('@')[0]);
        }

        if (occasion == Occasion.Tag)
        {
            notes.Approximated(node.File, node.At, what, $"'{name}' is not looked at: all tags count");
            return true;
        }

        return isBranch && occasion != Occasion.Branch && Fits(name);
    }

    private static bool Fits(string pattern)
    {
        try
        {
            return Occasions.DefaultNames.Any(name => Regex.IsMatch(name, pattern[1..pattern.LastIndexOf('/')], RegexOptions.None, Patience));
        }
        catch (Exception trouble) when (trouble is ArgumentException or RegexMatchTimeoutException)
        {
            return true;
        }
    }

    private static IEnumerable<string> Texts(Node? node) => node switch
    {
        ListNode list => list.Items.SelectMany(Texts),
        ScalarNode text => [text.Value],
        _ => [],
    };
}

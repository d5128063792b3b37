using System.Text;

namespace PluginCi.Simulation;

/// <summary>Writes what was played as a scenario file.</summary>
internal static class ScenarioText
{
    public static string Write(History history, IEnumerable<string> steps, string fault)
    {
        var text = new StringBuilder();
        text.AppendLine($"# {fault.ReplaceLineEndings(" ")}").AppendLine($"# seed {history.Seed}");
        foreach (var unsaid in LayoutText.Unsaid(history.Site))
        {
            text.AppendLine($"# A scenario file cannot say: {unsaid}.");
        }

        text.AppendLine("layout:");
        foreach (var line in LayoutText.Write(history.Site))
        {
            text.AppendLine($"  {line}");
        }

        text.AppendLine("changes:");
        foreach (var change in history.Changes)
        {
            text.AppendLine($"  {change.Name}: {{ {string.Join(", ", PartsOf(change))} }}");
        }

        text.AppendLine("steps:");
        foreach (var step in steps)
        {
            text.AppendLine($"  - {step}");
        }

        return text.ToString();
    }

    /// <summary>What a scenario says of a change.</summary>
    public static ChangeEdit EditOf(ChangeSketch change) => new()
    {
        Project = new Model.ProjectName(change.Project),
        Parent = change.Parent,
        DependsOn = change.DependsOn,
        Topic = change.Topic,
        ConflictsWith = change.ConflictsWith,
        Files = change.IsSpecial ? [SpecialFile] : null,
        IsMerged = change.IsMerged,
    };

    private const string SpecialFile = "special/x";

    private static IEnumerable<string> PartsOf(ChangeSketch change)
    {
        yield return $"project: {change.Project}";
        if (change.Parent is { } parent)
        {
            yield return $"parent: {parent}";
        }

        if (!change.DependsOn.IsEmpty)
        {
            yield return $"depends-on: {LayoutText.List(change.DependsOn)}";
        }

        if (change.Topic is { } topic)
        {
            yield return $"topic: {topic}";
        }

        if (!change.ConflictsWith.IsEmpty)
        {
            yield return $"conflicts-with: {LayoutText.List(change.ConflictsWith)}";
        }

        if (change.IsSpecial)
        {
            yield return $"files: [{SpecialFile}]";
        }

        if (change.IsMerged)
        {
            yield return "merged: true";
        }
    }
}

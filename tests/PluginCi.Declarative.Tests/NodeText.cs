namespace PluginCi.Declarative;

/// <summary>Values on one line, for tests.</summary>
internal static class NodeText
{
    public static string Draw(Node node) => node switch
    {
        ListNode list => $"[{string.Join(", ", list.Items.Select(Draw))}]",
        MapNode map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{entry.Key}: {Draw(entry.Value)}"))}}}",
        ScalarNode scalar => scalar.Value,
        _ => "?",
    };
}

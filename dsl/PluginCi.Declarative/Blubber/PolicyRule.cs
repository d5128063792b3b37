namespace PluginCi.Declarative;

/// <summary>A rule of a policy: checks with commas between them, all of which must hold.</summary>
internal static class PolicyRule
{
    private static readonly Dictionary<string, Func<string, string, bool>> Checks = new()
    {
        ["required"] = (value, _) => value.Length > 0,
        ["istrue"] = (value, _) => value == "true",
        ["isfalse"] = (value, _) => value == "false",
        ["eq"] = (value, asked) => value == asked,
        ["ne"] = (value, asked) => value != asked,
        ["oneof"] = (value, asked) => asked.Split(' ').Contains(value),
        ["startswith"] = (value, asked) => value.StartsWith(asked, StringComparison.Ordinal),
        ["endswith"] = (value, asked) => value.EndsWith(asked, StringComparison.Ordinal),
        ["contains"] = (value, asked) => value.Contains(asked, StringComparison.Ordinal),
    };

    /// <summary>What is wrong with a rule; null where nothing is.</summary>
    public static string? Check(string rule) =>
        Parts(rule).FirstOrDefault(part => part.Name != "omitempty" && !Checks.ContainsKey(part.Name)) is { Name: { } unknown }
            ? $"in which '{unknown}' is not known; known are omitempty, {string.Join(", ", Checks.Keys)}"
            : null;

    /// <summary>True where all checks hold of a value; <c>omitempty</c> lets what is empty pass.</summary>
    public static bool Holds(string rule, string value)
    {
        foreach (var (name, asked) in Parts(rule))
        {
            if (name == "omitempty" && value.Length == 0)
            {
                return true;
            }

            if (Checks.TryGetValue(name, out var check) && !check(value, asked))
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<(string Name, string Asked)> Parts(string rule) =>
        rule.Split(',').Select(part => part.Split('=', 2)).Select(part => (part[0].Trim(), part.Length > 1 ? part[1] : ""));
}

using System.Text.RegularExpressions;

namespace PluginCi.Architecture;

/// <summary>The table of <c>tests/scenarios/README.md</c>: behaviours of the yardstick that no scenario shows, with the tests that do or why there is none.</summary>
public sealed class ScenarioTableTests
{
    private const string Id = "[A-Z]{2}-[0-9]{2}";

    [Fact]
    public void Each_row_has_tests_or_says_that_the_behaviour_is_not_here() => Assert.All(Rows(), row =>
    {
        Assert.All(row.Ids, id => Assert.Matches($"^{Id}$", id));
        Assert.NotEqual("", row.Behaviour);
        if (row.ProvedBy == "—")
        {
            Assert.Contains("not here: ", row.Reason, StringComparison.Ordinal);
        }
        else
        {
            Assert.NotEqual("", row.Reason);
            Assert.Matches(@"^`\w+\.\w+`(, `\w+\.\w+`)*$", row.ProvedBy);
        }
    });

    [Fact]
    public void Each_test_that_is_named_is_there()
    {
        var there = Tree.Files("*.cs", "tests").SelectMany(TestsIn).Concat(Tree.Files("*.cs", "core/PluginCi.Plugin.Conformance").SelectMany(ChecksIn)).ToHashSet();
        string[] missing = [.. Rows().SelectMany(row => row.Tests).Where(test => !there.Contains(test)).Distinct()];
        Assert.True(missing.Length == 0, $"tests/scenarios/README.md names tests that are not there: {string.Join(", ", missing)}. Were they renamed?");
    }

    [Fact]
    public void No_behaviour_is_listed_twice_or_has_a_file_as_well()
    {
        string[] ids = [.. Rows().SelectMany(row => row.Ids)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.Empty(ids.Intersect(IdsWithFile()));
    }

    [YardstickFact]
    public void Each_behaviour_of_the_yardstick_has_a_file_or_a_row()
    {
        string[] wanted = [.. Regex.Matches(File.ReadAllText(YardstickFactAttribute.Page), $@"^\| ({Id}) \|", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(wanted);
        Assert.Empty(wanted.Except(IdsWithFile()).Except(Rows().SelectMany(row => row.Ids)));
    }

    private static Row[] Rows() =>
    [
        .. File.ReadLines(SourceTree.PathTo("tests/scenarios/README.md"))
            .SkipWhile(line => !line.StartsWith("| row | behaviour |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => new Row(cells[0].Split(", "), cells[1], cells[2], cells[3])),
    ];

    private static IEnumerable<string> IdsWithFile() => Tree.Files("*.yaml", "tests/scenarios")
        .Select(file => Regex.Match(Path.GetFileNameWithoutExtension(file), $"^({Id})[a-z]?$"))
        .Where(match => match.Success)
        .Select(match => match.Groups[1].Value)
        .Distinct();

    private static IEnumerable<string> TestsIn(string file)
    {
        var text = File.ReadAllText(file);
        var type = Regex.Match(text, @"\bclass (\w+)").Groups[1].Value;
        return Regex.Matches(text, @"\[\w*(?:Fact|Theory)\b[^\n]*\]\s+(?:\[[^\n]*\]\s+)*public (?:async )?\w+ (\w+)\(").Select(match => $"{type}.{match.Groups[1].Value}");
    }

    // What every executor is held to.
    private static IEnumerable<string> ChecksIn(string file)
    {
        var text = File.ReadAllText(file);
        var type = Regex.Match(text, @"\bclass (\w+Checks)\b").Groups[1].Value;
        return Regex.Matches(text, @"static (?:async )?Task (\w+)\(ExecutorScene ").Select(match => $"{type}.{match.Groups[1].Value}");
    }

    private sealed record Row(string[] Ids, string Behaviour, string ProvedBy, string Reason)
    {
        public IEnumerable<string> Tests => Regex.Matches(ProvedBy, "`([^`]+)`").Select(match => match.Groups[1].Value);
    }
}

using System.Reflection;
using System.Text.RegularExpressions;

namespace PluginCi.Simulation;

/// <summary>What the pages about scenarios say is true.</summary>
public sealed class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(SourceTree.PathTo("docs", "reference", "scenarios.md"));

    [Fact]
    public void The_scenarios_of_the_page_come_out_as_expected()
    {
        string[] scenarios = [.. Regex.Matches(Page, "^```yaml\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline).Select(match => match.Groups[1].Value)];

        Assert.Equal(2, scenarios.Length);
        Assert.All(scenarios, scenario => Assert.Equal("ok s", ScenarioFolder.Play(scenario, fromJournal: true)));
    }

    [Theory]
    [InlineData("layout: {}\nsteps: [{ x: 1 }]")]
    [InlineData("layout: {}\nexpect: { x: 1 }")]
    [InlineData("layout: { pipelines: { P: { x: 1 } } }\nsteps: []")]
    [InlineData("layout: { jobs: { J: { x: 1 } } }\nsteps: []")]
    [InlineData("layout: {}\nchanges: { A: { x: 1 } }\nsteps: []")]
    public void Every_key_is_on_the_page(string scenario)
    {
        var keys = ScenarioFolder.Play(scenario).Split("known are ")[1].Split(", ");

        Assert.All(keys, key => Assert.Matches($@"\b{key}\b", Page));
    }

    [Fact]
    public void Every_id_is_explained()
    {
        var page = File.ReadAllText(SourceTree.PathTo("docs", "reference", "diagnostics-scenarios.md"));
        var ids = typeof(ScenarioDiagnostics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

        Assert.All(ids, id => Assert.Contains($"## {id}\n", page, StringComparison.Ordinal));
    }
}

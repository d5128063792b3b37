using System.Text.Json;

namespace PluginCi.Architecture;

/// <summary>What <c>tests/mutation/run</c> needs is there. It takes too long to be run here.</summary>
public sealed class MutationTests
{
    [Fact]
    public void Each_mutant_breaks_a_place_that_the_gate_has_once() => Assert.All(Mutants(), mutant =>
    {
        var text = File.ReadAllText(SourceTree.PathTo("core/PluginCi.Gate", mutant.File));
        Assert.True(text.Split(mutant.From).Length == 2, $"{mutant.File}: expected to find once: {mutant.From}. Mend tests/mutation/mutants.json.");
        Assert.NotEqual(mutant.From, mutant.To);
    });

    [Fact]
    public void The_page_has_a_row_for_each_topic_with_the_number_of_its_mutants()
    {
        var rows = File.ReadLines(SourceTree.PathTo("docs/design/mutation.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Skip(2)
            .Select(cells => (cells[0], cells[1]));
        Assert.Equal(Mutants().GroupBy(mutant => mutant.Topic).Select(topic => (topic.Key, $"{topic.Count()}")), rows);
    }

    private static Mutant[] Mutants() =>
        JsonSerializer.Deserialize<Mutant[]>(File.ReadAllText(SourceTree.PathTo("tests/mutation/mutants.json")), JsonSerializerOptions.Web)!;

    private sealed record Mutant(string Topic, string File, string From, string To, string Rule);
}

using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace PluginCi.Declarative;

/// <summary>The order of stages: arcs become frames.</summary>
public sealed class ExecutionGraphTests
{
    [Theory]
    [InlineData("a b c d, w b y, x y d, z", "a|w|x|z > b > c|y > d")]
    [InlineData("a b y, w b c d, x y d, z", "a|w|x|z > b > y|c > d")]
    [InlineData("a b c d e f, x d y f", "a|x > b > c > d > e|y > f")]
    [InlineData("a, b, c", "a|b|c")]
    [InlineData("a, a b", "a > b")]
    [InlineData("a b, a", "a > b")]
    [InlineData("a b, a b", "a > b")]
    [InlineData("a b c, a c", "a > b > c")]
    [InlineData("", "")]
    [InlineData("a b a", "CYCLE")]
    [InlineData("a a", "CYCLE")]
    [InlineData("s a b a", "CYCLE")]
    [InlineData("z, a b a", "CYCLE")]
    public void Arcs_become_frames(string arcs, string frames) => Assert.Equal(frames, Draw(Parse(arcs).ToFrames()));

    [Fact]
    public void Ancestors_are_all_that_lead_to_a_stage()
    {
        var graph = Parse("a b c d, w b y, x y d, z");

        Assert.Equal(["a", "b", "w", "x"], graph.AncestorsOf("y").Order());
        Assert.Empty(graph.AncestorsOf("z"));
        Assert.Empty(graph.AncestorsOf("a"));
        Assert.Equal(["a", "b", "c"], Parse("s a b c a").AncestorsOf("b").Order().Except(["s"]));
    }

    [Fact]
    public void Every_stage_is_in_one_frame_after_all_that_lead_to_it()
    {
        // Names grow along each arc, so that there is no circle.
        var edges = ArbMap.Default.GeneratorFor<(byte From, byte To)>().Select(edge => (From: edge.From % 12, To: edge.To % 12)).ArrayOf();
        var property = Prop.ForAll(Arb.From(edges), all =>
        {
            var arcs = all.Where(edge => edge.From != edge.To).Select(edge => ImmutableArray.Create(Name(Math.Min(edge.From, edge.To)), Name(Math.Max(edge.From, edge.To)))).ToList();
            var graph = new ExecutionGraph(arcs);
            var frames = graph.ToFrames()!.Value;
            int FrameOf(string name) => frames.Index().Single(frame => frame.Item.Contains(name)).Index;

            Assert.Equal(graph.Names.Order(), frames.SelectMany(frame => frame).Order());
            Assert.All(arcs, arc => Assert.True(FrameOf(arc[0]) < FrameOf(arc[1])));
            Assert.All(graph.Names, name => Assert.All(graph.AncestorsOf(name), before => Assert.True(FrameOf(before) < FrameOf(name))));
        });
        property.QuickCheckThrowOnFailure();
    }

    private static string Name(int number) => $"s{number:00}";

    private static ExecutionGraph Parse(string arcs) =>
        new(arcs.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(arc => arc.Split(' ').ToImmutableArray()));

    private static string Draw(ImmutableArray<ImmutableArray<string>>? frames) =>
        frames is { } all ? string.Join(" > ", all.Select(frame => string.Join('|', frame))) : "CYCLE";
}

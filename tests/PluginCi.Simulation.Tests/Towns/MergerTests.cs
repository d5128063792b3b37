using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>The repositories of a town.</summary>
public sealed class MergerTests
{
    private static readonly ProjectBranch Master = new(new ProjectName("P"), "master");

    private readonly Merger _merger = new();

    [Fact]
    public void The_same_merge_is_the_same_commit_and_another_order_has_the_same_content()
    {
        var tip = _merger.Ensure(Master);

        Assert.Equal(Merge(tip, "A", "B"), Merge(tip, "A", "B"));
        Assert.NotEqual(Merge(tip, "A", "B"), Merge(tip, "B", "A"));
        Assert.Equal(_merger.TreeOf(Merge(tip, "A", "B")), _merger.TreeOf(Merge(tip, "B", "A")));
        Assert.NotEqual(_merger.TreeOf(Merge(tip, "A")), _merger.TreeOf(Merge(tip, "B")));
    }

    [Fact]
    public void A_commit_has_what_was_merged_below_it_and_nothing_that_landed_later()
    {
        var first = Merge(_merger.Ensure(Master), "A");
        var second = Merge(first, "B");
        _merger.Land(Master, first);
        _merger.Land(Master, second);

        Assert.True(_merger.Contains(second, Id("A")));
        Assert.True(_merger.Contains(second, Id("B")));
        Assert.False(_merger.Contains(first, Id("B")));
        Assert.Equal(second, _merger.Merge(second, Change("A")));
    }

    [Fact]
    public void A_branch_moves_on_to_commits_on_top_of_it_only()
    {
        var tip = _merger.Ensure(Master);
        var one = Merge(tip, "A");
        var other = Merge(tip, "B");
        _merger.Land(Master, one);

        var refused = Assert.Throws<InvalidOperationException>(() => _merger.Land(Master, other));

        Assert.Equal("P@master is at P@master+A.1 and cannot be moved to P@master+B.1, which is not on top of it.", refused.Message);
        Assert.Equal(one, _merger.TipOf(Master));
    }

    [Fact]
    public void What_somebody_pushes_is_another_commit_than_the_gate_would_make_with_the_same_content()
    {
        var ours = Merge(_merger.Ensure(Master), "A");
        var theirs = _merger.PushPast(Master, Change("A"));

        Assert.NotEqual(ours, theirs);
        Assert.Equal(_merger.TreeOf(ours), _merger.TreeOf(theirs));
        Assert.Equal(theirs, _merger.TipOf(Master));
        Assert.NotEqual(_merger.PushPast(Master, null), _merger.PushPast(Master, null));
    }

    [Fact]
    public void Names_of_commits_stay_short_however_long_the_history_is()
    {
        var tip = _merger.Ensure(Master);
        for (var number = 0; number < 1000; number++)
        {
            tip = _merger.Merge(tip, Change($"change-{number}"));
            _merger.Land(Master, tip);
        }

        Assert.InRange(tip.Length, 1, 250);
        Assert.True(_merger.Contains(tip, Id("change-0")));
    }

    private static ChangeId Id(string name) => new($"t/{name}");

    private static Change Change(string name) => new() { Id = Id(name), Project = Master.Project, Branch = Master.Branch, Patchset = 1, Commit = $"{name}.1" };

    private string Merge(string onto, params string[] names) => names.Aggregate(onto, (commit, name) => _merger.Merge(commit, Change(name)));
}

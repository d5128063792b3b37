using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>The review system of a town.</summary>
public sealed class ReviewSystemTests
{
    private readonly ReviewSystem _reviews = new();

    [Fact]
    public void Related_are_needs_in_both_directions_and_topics_as_far_as_they_reach_through_open_changes()
    {
        Put("A", needs: ["B"]);
        Put("B");
        Put("C", needs: ["A"], topic: "t");
        Put("D", topic: "t");
        Put("E", needs: ["B"], status: ChangeStatus.Merged);
        Put("F", needs: ["E"]);
        Put("G");

        Assert.Equal(["B", "C", "D", "E"], Related("A"));
        Assert.Equal(["A", "B", "C", "E"], Related("D"));
        Assert.Equal([], Related("G"));
        Assert.Equal(["A", "B", "C", "D", "F"], Related("E"));
    }

    [Fact]
    public void What_is_no_longer_needed_or_of_the_topic_is_no_longer_related()
    {
        Put("A", needs: ["B"], topic: "t");
        Put("B");
        Put("C", topic: "t");
        Put("A");

        Assert.Equal([], Related("A"));
        Assert.Equal([], Related("B"));
        Assert.Equal([], Related("C"));
    }

    [Fact]
    public void Each_approval_is_one_of_its_own_and_a_new_patchset_loses_it()
    {
        Put("A");
        _reviews.Approve(Id("A"));
        var first = _reviews[Id("A")].Facts;
        _reviews.Approve(Id("A"));
        var second = _reviews[Id("A")].Facts;
        _reviews.Put(_reviews[Id("A")].Push([]));
        var pushed = _reviews[Id("A")].Facts;

        Assert.True(first.IsApproved && second.IsApproved);
        Assert.NotEqual(first.Approval, second.Approval);
        Assert.Equal((2, false, ""), (pushed.Patchset, pushed.IsApproved, pushed.Approval));
    }

    [Fact]
    public void Git_parents_are_the_patchsets_of_the_moment_nearest_first()
    {
        Put("A");
        Put("B");
        _reviews.Put(_reviews[Id("B")].Push(_reviews.ParentsOn(Id("A"))));
        var onB = _reviews.ParentsOn(Id("B"));
        _reviews.Put(_reviews[Id("A")].Push([]));

        Assert.Equal<ParentPatchset>([new ParentPatchset(Id("B"), 2, "B.2"), new ParentPatchset(Id("A"), 1, "A.1")], onB);
    }

    [Fact]
    public void A_conflict_is_one_whichever_of_the_two_names_it()
    {
        Put("A");
        Put("B");
        _reviews.Put(_reviews[Id("B")] with { ConflictsWith = [Id("A")] });

        Assert.Equal([Id("B")], _reviews.ConflictsOf(Id("A")));
        Assert.Equal([Id("A")], _reviews.ConflictsOf(Id("B")));
    }

    private static ChangeId Id(string name) => new($"t/{name}");

    private string[] Related(string name) => [.. _reviews.RelatedTo(Id(name)).Select(change => change.Id.Number)];

    private void Put(string name, ImmutableArray<string>? needs = null, string? topic = null, ChangeStatus status = ChangeStatus.Open) => _reviews.Put(new Proposal(new Change
    {
        Id = Id(name),
        Project = new ProjectName("P"),
        Branch = "master",
        Patchset = 1,
        Commit = Proposal.CommitOf(Id(name), 1),
        DependsOn = [.. (needs ?? []).Select(Id)],
        Topic = topic,
        Status = status,
    }));
}

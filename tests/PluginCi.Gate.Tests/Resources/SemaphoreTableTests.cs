using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Who gets semaphores, and when.</summary>
public sealed class SemaphoreTableTests
{
    private static readonly ImmutableSortedDictionary<string, int> Counts = new Dictionary<string, int> { ["db"] = 2, ["disk"] = 1 }.ToImmutableSortedDictionary();

    private SemaphoreTable _table = SemaphoreTable.Of(Counts);

    [Fact]
    public void A_build_that_names_none_starts_at_once() => Assert.Equal(["A"], Ask("A", 0));

    [Fact]
    public void As_many_builds_as_counted_hold_a_semaphore_and_each_that_leaves_lets_one_more_in()
    {
        Assert.Equal(["A"], Ask("A", 0, "db"));
        Assert.Equal(["B"], Ask("B", 0, "db"));
        Assert.Equal([], Ask("C", 0, "db"));
        Assert.Equal([], Ask("D", 0, "db"));

        Assert.Equal(["C"], Leave("A"));
        Assert.Equal(["D"], Leave("B"));
        Assert.Equal([], Leave("C"));
    }

    [Fact]
    public void One_that_the_site_does_not_count_is_held_by_one_build()
    {
        Assert.Equal(["A"], Ask("A", 0, "unheard-of"));
        Assert.Equal([], Ask("B", 0, "unheard-of"));
    }

    [Fact]
    public void The_lowest_priority_number_goes_first_and_then_who_asked_first()
    {
        Ask("A", 0, "disk");
        Ask("low", 200, "disk");
        Ask("high", 100, "disk");
        Ask("high too", 100, "disk");

        Assert.Equal(["high"], Leave("A"));
        Assert.Equal(["high too"], Leave("high"));
        Assert.Equal(["low"], Leave("high too"));
    }

    [Fact]
    public void A_build_takes_all_it_names_or_none_and_nobody_waits_for_what_it_does_not_hold()
    {
        Ask("A", 0, "disk");

        Assert.Equal([], Ask("both", 0, "db", "disk"));
        Assert.Equal(["B"], Ask("B", 1, "db"));
        Assert.Equal(["C"], Ask("C", 1, "db"));
        Assert.Equal([], Leave("A"));
        Assert.Equal(["both"], Leave("B"));
    }

    [Fact]
    public void A_name_given_twice_is_taken_once()
    {
        Assert.Equal(["A"], Ask("A", 0, "disk", "disk"));
        Assert.Equal([], Ask("B", 0, "disk"));
        Assert.Equal(["B"], Leave("A"));
    }

    [Fact]
    public void Asking_again_changes_nothing()
    {
        Ask("A", 0, "disk");
        Assert.Equal(["A"], Ask("A", 0, "disk"));
        Assert.Equal([], Ask("B", 0, "disk"));
        Assert.Equal([], Ask("B", 0, "disk"));

        Assert.Equal(["B"], Leave("A"));
        Assert.Equal([], Leave("B"));
    }

    [Fact]
    public void Who_gives_up_waiting_is_passed_over()
    {
        Ask("A", 0, "disk");
        Ask("B", 0, "disk");
        Ask("C", 0, "disk");

        Assert.Equal([], Leave("B"));
        Assert.Equal(["C"], Leave("A"));
        Assert.Equal([], Leave("never asked"));
    }

    [Fact]
    public void More_places_let_more_in_and_fewer_take_nothing_away()
    {
        Ask("A", 0, "db");
        Ask("B", 0, "db");
        Ask("C", 0, "db");

        Assert.Equal([], Recount("db", 1));
        Assert.True(_table.Holds(new BuildId("A")));
        Assert.Equal([], Leave("A"));
        Assert.Equal(["C"], Recount("db", 2));
    }

    [Fact]
    public void What_runs_takes_its_semaphores_again_after_a_crash()
    {
        _table = _table.Retake(new BuildId("A"), ["disk"]);

        Assert.Equal([], Ask("B", 0, "disk"));
        Assert.True(_table.Awaits(new BuildId("B")));
        Assert.Equal(["B"], Leave("A"));
        Assert.False(_table.Awaits(new BuildId("B")));
    }

    private string[] Ask(string build, int priority, params string[] names) => Take(_table.Ask(new BuildId(build), priority, [.. names]));

    private string[] Leave(string build) => Take(_table.Leave(new BuildId(build)));

    private string[] Recount(string name, int count) => Take(_table.Recount(Counts.SetItem(name, count)));

    private string[] Take(SemaphoreGrants grants)
    {
        _table = grants.Next;
        return [.. grants.MayStart.Select(build => build.Value)];
    }
}

using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Who gets room on an executor. The gate gives its builds lower priority numbers than check.</summary>
public sealed class BuildSlotsTests
{
    private const int OfTheGate = 10;
    private const int OfCheck = 20;

    private static readonly JobPlan Unit = PlainScripts.Job("unit");
    private static readonly JobPlan OnDebian = Unit with { RunsIn = new DebianPlan("bookworm", []) };

    // HP-09: a change of check and one of the gate at once, three builds each, and room for one.
    [Fact]
    public async Task Room_goes_to_the_lowest_priority_number_first_and_among_equals_to_who_asked_first()
    {
        var slots = new BuildSlots([new Executor(new Power()) { Capacity = 1 }]);
        var slot = await slots.TakeAsync(OfCheck, Unit, Town.Soon);
        var order = new List<string>();
        var waiting = new List<(string Name, Task<BuildSlot> Slot)>
        {
            ("check 1", slots.TakeAsync(OfCheck, Unit, Town.Soon)),
            ("gate 1", slots.TakeAsync(OfTheGate, Unit, Town.Soon)),
            ("check 2", slots.TakeAsync(OfCheck, Unit, Town.Soon)),
            ("gate 2", slots.TakeAsync(OfTheGate, Unit, Town.Soon)),
        };
        while (waiting.Count > 0)
        {
            Assert.DoesNotContain(waiting, wish => wish.Slot.IsCompleted);
            slot.Dispose();
            slot = await await Task.WhenAny(waiting.Select(wish => wish.Slot));
            var served = Assert.Single(waiting, wish => wish.Slot.IsCompleted);
            waiting.Remove(served);
            order.Add(served.Name);
        }

        Assert.Equal(["gate 1", "gate 2", "check 1", "check 2"], order);
    }

    // FL-03.
    [Fact]
    public async Task A_build_that_is_cancelled_while_it_waits_takes_no_room()
    {
        var slots = new BuildSlots([new Executor(new Power()) { Capacity = 1 }]);
        using var cancel = new CancellationTokenSource();
        var running = await slots.TakeAsync(OfTheGate, Unit, Town.Soon);
        var withdrawn = slots.TakeAsync(OfTheGate, Unit, cancel.Token);
        var next = slots.TakeAsync(OfCheck, Unit, Town.Soon);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
        running.Dispose();

        (await next).Dispose();
    }

    [Fact]
    public async Task A_build_waits_for_an_executor_that_can_run_it_and_holds_up_nobody_meanwhile()
    {
        var debian = new Executor(new Power()) { Name = "debian", Capacity = 1 };
        var plain = new Executor(new Power()) { Name = "plain", Capacity = 1, Refuses = job => job.RunsIn is not null };
        var slots = new BuildSlots([plain, debian]);

        var first = await slots.TakeAsync(OfTheGate, OnDebian, Town.Soon);
        var second = slots.TakeAsync(OfTheGate, OnDebian, Town.Soon);
        var other = await slots.TakeAsync(OfCheck, Unit, Town.Soon);

        Assert.Equal(("debian", "plain"), (first.Executor.Name, other.Executor.Name));
        Assert.False(second.IsCompleted);
        first.Dispose();
        Assert.Equal("debian", (await second).Executor.Name);
    }

    [Fact]
    public void What_no_executor_can_run_is_told_with_the_words_of_each()
    {
        var slots = new BuildSlots([new Executor(new Power()) { Name = "one", Refuses = job => job.RunsIn is not null }, new Executor(new Power()) { Name = "two", Refuses = _ => true }]);

        Assert.Null(slots.FindObstacle(Unit));
        Assert.Equal("Executor 'one' refuses. Executor 'two' refuses.", slots.FindObstacle(OnDebian));
    }
}

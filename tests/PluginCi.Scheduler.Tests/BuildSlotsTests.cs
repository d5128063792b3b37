namespace PluginCi.Scheduler;

/// <summary>Who gets room on an executor. The gate gives its builds lower priority numbers than check.</summary>
public sealed class BuildSlotsTests
{
    private const int OfTheGate = 10;
    private const int OfCheck = 20;

    // HP-09: a change of check and one of the gate at once, three builds each, and room for one.
    [Fact]
    public async Task Room_goes_to_the_lowest_priority_number_first_and_among_equals_to_who_asked_first()
    {
        var slots = new BuildSlots([new Executor(new Power()) { Capacity = 1 }]);
        var slot = await slots.TakeAsync(OfCheck, Town.Soon);
        var order = new List<string>();
        var waiting = new List<(string Name, Task<BuildSlot> Slot)>
        {
            ("check 1", slots.TakeAsync(OfCheck, Town.Soon)),
            ("gate 1", slots.TakeAsync(OfTheGate, Town.Soon)),
            ("check 2", slots.TakeAsync(OfCheck, Town.Soon)),
            ("gate 2", slots.TakeAsync(OfTheGate, Town.Soon)),
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
        var running = await slots.TakeAsync(OfTheGate, Town.Soon);
        var withdrawn = slots.TakeAsync(OfTheGate, cancel.Token);
        var next = slots.TakeAsync(OfCheck, Town.Soon);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
        running.Dispose();

        (await next).Dispose();
    }
}

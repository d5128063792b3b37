using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Who gets room on an executor. The gate gives its builds lower priority numbers than check.</summary>
public sealed class BuildSlotsTests
{
    private const int OfTheGate = 10;
    private const int OfCheck = 20;

    private static readonly JobPlan Unit = PlainScripts.Job("unit");
    private static readonly JobPlan OnDebian = Unit with { RunsIn = new DebianPlan("bookworm", []) };

    private int _builds;

    // HP-09: a change of check and one of the gate at once, three builds each, and room for one.
    [Fact]
    public async Task Room_goes_to_the_lowest_priority_number_first_and_among_equals_to_who_asked_first()
    {
        var slots = Slots(new Executor(new Power()) { Capacity = 1 });
        var slot = await slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon);
        var order = new List<string>();
        var waiting = new List<(string Name, Task<BuildSlot> Slot)>
        {
            ("check 1", slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon)),
            ("gate 1", slots.TakeAsync(Wish(OfTheGate, Unit), Town.Soon)),
            ("check 2", slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon)),
            ("gate 2", slots.TakeAsync(Wish(OfTheGate, Unit), Town.Soon)),
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
        var slots = Slots(new Executor(new Power()) { Capacity = 1 });
        using var cancel = new CancellationTokenSource();
        var running = await slots.TakeAsync(Wish(OfTheGate, Unit), Town.Soon);
        var withdrawn = slots.TakeAsync(Wish(OfTheGate, Unit), cancel.Token);
        var next = slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon);

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
        var slots = Slots(plain, debian);

        var first = await slots.TakeAsync(Wish(OfTheGate, OnDebian), Town.Soon);
        var second = slots.TakeAsync(Wish(OfTheGate, OnDebian), Town.Soon);
        var other = await slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon);

        Assert.Equal(("debian", "plain"), (first.Executor.Name, other.Executor.Name));
        Assert.False(second.IsCompleted);
        first.Dispose();
        Assert.Equal("debian", (await second).Executor.Name);
    }

    [Fact]
    public void What_no_executor_can_run_is_told_with_the_words_of_each()
    {
        var slots = Slots(new Executor(new Power()) { Name = "one", Refuses = job => job.RunsIn is not null }, new Executor(new Power()) { Name = "two", Refuses = _ => true });

        Assert.Null(slots.FindObstacle(Unit));
        Assert.Equal("Executor 'one' refuses. Executor 'two' refuses.", slots.FindObstacle(OnDebian));
    }

    [Fact]
    public async Task Among_equals_the_share_with_the_fewest_running_builds_goes_first()
    {
        var slots = Slots(new Executor(new Power()) { Capacity = 2 });
        BuildSlot[] running = [await slots.TakeAsync(Wish(OfCheck, Unit, "busy"), Town.Soon), await slots.TakeAsync(Wish(OfCheck, Unit, "busy"), Town.Soon)];
        var busy = Enumerable.Range(0, 50).Select(_ => slots.TakeAsync(Wish(OfCheck, Unit, "busy"), Town.Soon)).ToArray();
        Task<BuildSlot>[] quiet = [slots.TakeAsync(Wish(OfCheck, Unit, "quiet"), Town.Soon), slots.TakeAsync(Wish(OfCheck, Unit, "quiet"), Town.Soon)];

        running[0].Dispose();
        (await quiet[0]).Dispose();
        (await quiet[1]).Dispose();

        Assert.True((await Task.WhenAll(busy.Take(1))).Length == 1);
        Assert.Equal(1, busy.Count(wish => wish.IsCompleted));
        running[1].Dispose();
    }

    [Fact]
    public async Task A_label_is_what_an_executor_offers_or_its_name()
    {
        var plain = new Executor(new Power()) { Name = "plain" };
        var fast = new Executor(new Power()) { Name = "fast", Labels = ["ssd", "kvm"] };
        var slots = Slots(plain, fast);

        using var byLabels = await slots.TakeAsync(Wish(OfCheck, Unit with { Labels = ["kvm", "ssd"] }), Town.Soon);
        using var byName = await slots.TakeAsync(Wish(OfCheck, Unit with { Labels = ["plain"] }), Town.Soon);

        Assert.Equal(("fast", "plain"), (byLabels.Executor.Name, byName.Executor.Name));
        Assert.Equal(
            "Executor 'plain' does not have the label 'arm64'. Executor 'fast' does not have the label 'arm64', but kvm, ssd.",
            slots.FindObstacle(Unit with { Labels = ["arm64"] }));
    }

    [Fact]
    public async Task Builds_are_spread_by_the_part_of_the_room_that_is_free()
    {
        var slots = Slots(new Executor(new Power()) { Name = "small", Capacity = 2 }, new Executor(new Power()) { Name = "large", Capacity = 4 });

        var names = new List<string>();
        for (var count = 0; count < 6; count++)
        {
            names.Add((await slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon)).Executor.Name);
        }

        Assert.Equal(["small", "large", "large", "small", "large", "large"], names);
    }

    [Fact]
    public async Task A_drained_executor_gets_no_more_builds_and_keeps_those_that_it_runs()
    {
        var one = new Executor(new Power()) { Name = "one", Capacity = 2 };
        var slots = Slots(one);
        var drain = new Drain("ada", "new disks", DateTimeOffset.UnixEpoch);
        using var running = await slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon);

        slots.SetDrain("one", drain);
        var waiting = Wish(OfCheck, Unit);
        var wait = slots.TakeAsync(waiting, Town.Soon);

        Assert.False(wait.IsCompleted);
        Assert.Null(slots.FindObstacle(Unit));
        var standing = Assert.Single(slots.Standings());
        Assert.Equal((1, 1, drain), (standing.Running.Length, standing.Waiting, standing.Drain));
        Assert.Equal(("one", 0), (Assert.Single(slots.FindWait(waiting.Build)!.Executors), slots.FindWait(waiting.Build)!.Before));
        slots.SetDrain("one", null);
        (await wait).Dispose();
        Assert.Null(slots.FindWait(waiting.Build));
    }

    [Fact]
    public async Task How_many_are_before_a_build_counts_those_that_want_the_same_room()
    {
        var plain = new Executor(new Power()) { Name = "plain", Capacity = 1, Refuses = job => job.RunsIn is not null };
        var debian = new Executor(new Power()) { Name = "debian", Capacity = 1, Refuses = job => job.RunsIn is null };
        var slots = Slots(plain, debian);
        using var first = await slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon);
        using var second = await slots.TakeAsync(Wish(OfCheck, OnDebian), Town.Soon);
        var last = Wish(OfCheck, Unit);

        Task[] waits =
        [
            slots.TakeAsync(Wish(OfCheck, OnDebian), Town.Soon), slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon),
            slots.TakeAsync(last, Town.Soon), slots.TakeAsync(Wish(OfTheGate, Unit), Town.Soon),
        ];

        Assert.Equal(2, slots.FindWait(last.Build)!.Before);
        Assert.All(waits, wait => Assert.False(wait.IsCompleted));
    }

    [Fact]
    public async Task Once_closed_no_room_is_handed_out_and_the_end_of_what_runs_is_told()
    {
        var slots = Slots(new Executor(new Power()) { Capacity = 2 });
        var running = await slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon);

        var closed = slots.CloseAsync();
        var late = slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon);

        Assert.False(closed.IsCompleted);
        running.Dispose();
        await closed;
        Assert.False(late.IsCompleted);
    }

    [Fact]
    public async Task Once_closed_builds_that_outlive_the_server_are_not_waited_for_unless_they_pause()
    {
        var slots = new BuildSlots([new Outliving()], TimeProvider.System);
        using var running = await slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon);
        var pausing = await slots.TakeAsync(Wish(OfCheck, Unit with { Pauses = true }), Town.Soon);

        var closed = slots.CloseAsync();

        Assert.False(closed.IsCompleted);
        pausing.Dispose();
        await closed;
    }

    [Fact]
    public async Task A_build_that_went_on_without_the_server_has_its_room_and_others_do_not()
    {
        var slots = new BuildSlots([new Outliving { Capacity = 1 }], TimeProvider.System);
        var (going, other) = (Wish(OfCheck, Unit), Wish(OfTheGate, Unit));
        slots.SetDrain("cluster", new Drain("ann", "a new disk", DateTimeOffset.UnixEpoch));

        Assert.True(slots.TryRetake(going.Build, Town.Alpha, "cluster"));
        slots.SetDrain("cluster", null);
        var waiting = slots.TakeAsync(other, Town.Soon);
        Assert.False(waiting.IsCompleted);
        using (await slots.TakeAsync(going, new CancellationToken(canceled: true)))
        {
            Assert.False(slots.HasRetaken(going.Build));
            Assert.False(waiting.IsCompleted);
        }

        (await waiting).Dispose();
    }

    [Fact]
    public void A_build_of_an_executor_that_is_gone_or_does_not_outlive_the_server_has_no_room()
    {
        var slots = new BuildSlots([new Executor(new Power())], TimeProvider.System);

        Assert.False(slots.TryRetake(new BuildId("queue/1"), Town.Alpha, "fake"));
        Assert.False(slots.TryRetake(new BuildId("queue/1"), Town.Alpha, "cluster"));
        Assert.False(slots.HasRetaken(new BuildId("queue/1")));
    }

    [Fact]
    public async Task A_build_that_went_on_without_the_server_holds_its_semaphores()
    {
        var semaphores = new BuildSemaphores();
        var (going, other) = (new BuildId("queue/1"), new BuildId("queue/2"));
        semaphores.Retake(going, ["db"]);

        var waiting = semaphores.TakeAsync(other, OfTheGate, ["db"], Town.Soon);
        var held = await semaphores.TakeAsync(going, OfCheck, ["db"], new CancellationToken(canceled: true));
        Assert.False(waiting.IsCompleted);

        held.Dispose();
        (await waiting).Dispose();
    }

    [Fact]
    public async Task A_quota_bounds_what_runs_at_once_and_who_waits_for_it_holds_up_nobody_else()
    {
        var slots = Slots(new Executor(new Power()) { Capacity = 4 });
        slots.SetQuotas([new QuotaPlan("tools", 1, ["tools/*"])]);
        var (one, other, free) = (new ProjectName("tools/a"), new ProjectName("tools/b"), new ProjectName("core"));
        var first = await slots.TakeAsync(Wish(OfCheck, Unit, project: one), Town.Soon);
        var (check, gate, outside) = (Wish(OfCheck, Unit, project: one), Wish(OfTheGate, Unit, project: other), Wish(OfCheck, Unit, project: free));
        var (forCheck, forGate) = (slots.TakeAsync(check, Town.Soon), slots.TakeAsync(gate, Town.Soon));
        (await slots.TakeAsync(outside, Town.Soon)).Dispose();
        Assert.False(forCheck.IsCompleted || forGate.IsCompleted);
        Assert.Equal(("tools", 1), (slots.FindWait(check.Build)!.Quota?.Name, slots.FindWait(check.Build)!.Before));
        Assert.Equal(("tools", 1, 1, 2), Assert.Single(slots.Quotas()) is var quota ? (quota.Name, quota.Builds, quota.Running, quota.Waiting) : default);

        // The gate's head goes before the checks of the same quota, which asked first.
        first.Dispose();
        using (await forGate)
        {
            Assert.False(forCheck.IsCompleted);
        }

        (await forCheck).Dispose();
        Assert.Equal(0, slots.Quotas()[0].Running);
    }

    [Fact]
    public async Task A_site_that_changes_its_quotas_counts_what_runs_and_lets_go_who_waited()
    {
        var slots = Slots(new Executor(new Power()) { Capacity = 4 });
        var running = await slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon);
        slots.SetQuotas([new QuotaPlan("all", 1, [])]);
        var waiting = slots.TakeAsync(Wish(OfCheck, Unit), Town.Soon);
        Assert.False(waiting.IsCompleted);
        slots.SetQuotas([]);
        using var next = await waiting;
        running.Dispose();
        Assert.Empty(slots.Quotas());
    }

    // Builds of executors that outlive the server count before they are joined.
    [Fact]
    public async Task A_build_that_went_on_without_the_server_counts_for_its_quota()
    {
        var slots = new BuildSlots([new Outliving()], TimeProvider.System);
        var going = Wish(OfCheck, Unit);
        Assert.True(slots.TryRetake(going.Build, going.Project, "cluster"));
        slots.SetQuotas([new QuotaPlan("all", 1, [])]);
        var waiting = slots.TakeAsync(Wish(OfTheGate, Unit), Town.Soon);
        Assert.False(waiting.IsCompleted);
        (await slots.TakeAsync(going, Town.Soon)).Dispose();
        (await waiting).Dispose();
    }

    private static BuildSlots Slots(params Executor[] executors) => new(executors, TimeProvider.System);

    private SlotWish Wish(int priority, JobPlan job, string share = "all", ProjectName? project = null) => new(new BuildId($"queue/{++_builds}"), priority, share, project ?? Town.Alpha, job);

    private sealed class Outliving : IPausingExecutor, ILastingExecutor
    {
        public string Name => "cluster";

        public int Capacity { get; init; } = 4;

        public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<BuildOutcome> RunPausingAsync(
            BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<BuildOutcome> RunLastingAsync(BuildRequest request, IBuildOutput output, CancellationToken letGo, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

using System.Collections.Concurrent;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>What operators do with executors, and what a server that stops does with builds.</summary>
public sealed class ExecutorTests
{
    private static readonly CommandAuthor Ada = new("ada", "new disks");

    [Fact]
    public async Task A_drain_holds_over_a_restart_until_somebody_ends_it()
    {
        using var town = await Town.FoundAsync();
        await using (var first = await town.StartAsync())
        {
            var answer = await first.Operators.DrainAsync("fake", Ada, Town.Soon);
            Assert.Equal((true, "fake gets no more builds: drained by ada: new disks. It runs none."), (answer.IsDone, Assert.Single(answer.Reasons)));
        }

        var ran = 0;
        await using var server = await town.StartAsync(prepare: server => server.Executor.Before = _ =>
        {
            Interlocked.Increment(ref ran);
            return Task.CompletedTask;
        });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        await server.WaitForStateAsync(state => state.Queues.Any(queue => queue.Items.Any(item => item.Buildset is not null)));
        Assert.Contains("Executor fake gets no more builds: drained by ada: new disks. `pluginci executor resume fake` ends that.", server.Board.Warnings.Values);
        Assert.Equal("ada", Assert.Single(server.Executors.Standings()).Drain?.Who);
        Assert.Equal(0, ran);

        Assert.True((await server.Operators.ResumeAsync("fake", Ada, Town.Soon)).IsDone);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.DoesNotContain(server.Board.Warnings.Values, warning => warning.Contains("drained", StringComparison.Ordinal));
        await using var next = await town.StartAsync();
        Assert.Null(Assert.Single(next.Executors.Standings()).Drain);
    }

    [Fact]
    public async Task What_cannot_be_drained_is_refused_with_the_reason()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync();

        Assert.Equal("There is no executor big. The executors are fake.", Assert.Single((await server.Operators.DrainAsync("big", Ada, Town.Soon)).Reasons));
        Assert.Equal("A drain of fake needs a reason: those whose builds wait ask for it.", Assert.Single((await server.Operators.DrainAsync("fake", new CommandAuthor("ada"), Town.Soon)).Reasons));
        Assert.Equal("fake is not drained.", Assert.Single((await server.Operators.ResumeAsync("fake", Ada, Town.Soon)).Reasons));
    }

    [Fact]
    public async Task A_server_that_stops_starts_no_build_and_waits_for_those_that_run()
    {
        using var town = await Town.FoundAsync();
        town.StopGrace = TimeSpan.FromMinutes(1);
        await town.WriteScriptAsync(Town.Alpha, PlainScripts.Job("unit"), PlainScripts.Job("late") with { Needs = ["unit"] });
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = new ConcurrentBag<(BuildId Build, string Job)>();
        var server = await town.StartAsync(prepare: server => server.Executor.Before = build =>
        {
            before.Add((build.Build, build.Job.Name));
            started.TrySetResult();
            return released.Task;
        });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        await started.Task.WaitAsync(Town.Soon);

        var stopped = server.DisposeAsync().AsTask();
        Assert.False(stopped.IsCompleted);
        released.SetResult();
        await stopped;

        var after = new ConcurrentBag<BuildId>();
        await using var next = await town.StartAsync(prepare: next => next.Executor.Before = build =>
        {
            after.Add(build.Build);
            return Task.CompletedTask;
        });
        town.Approve(change);
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.DoesNotContain(before, build => build.Job == "late");
        Assert.NotEmpty(after);
        Assert.Empty(before.Select(build => build.Build).Intersect(after));
    }
}

using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Builds that go on without the server: it lets go of them when it stops, and joins them when it is back.</summary>
public sealed class LastingBuildTests
{
    [Fact]
    public async Task A_server_that_stops_lets_go_of_its_builds_and_the_next_one_joins_them()
    {
        using var town = await Town.FoundAsync();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (started, isStarted) = Signal();
        town.Machines = new Machines { During = _ => WaitAsync(started, end.Task) };
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        await using (await town.StartAsync())
        {
            town.Approve(change);
            await isStarted.WaitAsync(Town.Soon);
        }

        Assert.DoesNotContain(town.Machines.History, one => one.What == "cancelled");
        await using var server = await town.StartAsync();
        end.SetResult();

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.Contains(town.Machines.History, one => one.What == "joined");
        Assert.All(town.Machines.History.GroupBy(one => one.Build), build => Assert.Single(build, one => one.What == "starts"));
        Assert.DoesNotContain(town.Machines.History, one => one.What == "cancelled");
    }

    [Fact]
    public async Task A_build_that_ended_while_the_server_was_down_counts_and_does_not_run_again()
    {
        using var town = await Town.FoundAsync();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (started, isStarted) = Signal();
        town.Machines = new Machines { During = _ => WaitAsync(started, end.Task) };
        var change = await town.PushAsync(Town.Alpha, "Bad", "fail-unit", "1");
        await using (await town.StartAsync())
        {
            town.Approve(change);
            await isStarted.WaitAsync(Town.Soon);
        }

        end.SetResult();
        await using var server = await town.StartAsync();

        Assert.Equal(ReportKind.Failure, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.All(town.Machines.History.GroupBy(one => one.Build), build => Assert.Single(build, one => one.What == "starts"));
    }

    [Fact]
    public async Task A_build_is_joined_where_it_runs_also_when_that_is_drained_and_others_have_room()
    {
        using var town = await Town.FoundAsync();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource<BuildId>(TaskCreationOptions.RunContinuationsAsynchronously);
        town.Machines = new Machines
        {
            During = request =>
            {
                started.TrySetResult(request.Build);
                return end.Task;
            },
        };
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        BuildId build;
        await using (var before = await town.StartAsync())
        {
            town.Approve(change);
            build = await started.Task.WaitAsync(Town.Soon);
            Assert.Equal("machines", before.Stores.Read.FindBuild(build)?.Executor);
            Assert.True((await before.Operators.DrainAsync("machines", new CommandAuthor("ann", "a new disk"), Town.Soon)).IsDone);
        }

        town.MoreMachines = new Machines();
        await using var server = await town.StartAsync();
        await server.WaitAsync(_ => server.Executors.Standings().Single(standing => standing.Name == "machines").Running.Contains(build));
        end.SetResult();

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.Contains((build, "joined"), town.Machines.History);
        Assert.DoesNotContain(town.MoreMachines.History, one => town.Machines.History.Any(other => other.Build == one.Build));
    }

    [Fact]
    public async Task A_build_that_runs_is_joined_when_all_that_it_was_made_from_is_there_again()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [] });
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (change, use) = await LeaveBuildWithArtifactAsync(town, end.Task);
        var (artifacts, away) = (Path.Combine(town.Folder, "artifacts"), Path.Combine(town.Folder, "away"));
        Directory.Move(artifacts, away);
        await using var server = await town.StartAsync();
        await WaitUntilItCannotBeJoinedAsync(server, use);
        Directory.Move(away, artifacts);
        end.SetResult();

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.Equal(["starts", "let go", "joined", "taken"], HistoryOf(town, use));
        Assert.Equal(2, town.Machines!.History.Count(one => one.What == "starts"));
    }

    [Fact]
    public async Task A_build_that_cannot_be_joined_and_is_not_wanted_any_more_is_ended()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [] });
        var (change, use) = await LeaveBuildWithArtifactAsync(town, Task.Delay(Timeout.Infinite));
        Directory.Delete(Path.Combine(town.Folder, "artifacts"), recursive: true);
        await using var server = await town.StartAsync();
        await WaitUntilItCannotBeJoinedAsync(server, use);

        town.Edit(change, one => one with { Status = ChangeStatus.Abandoned });

        await server.WaitAsync(_ => server.Executors.Standings().All(standing => standing.Running.IsEmpty));
        Assert.Equal(["starts", "let go", "joined", "cancelled"], HistoryOf(town, use));
    }

    [Fact]
    public async Task A_build_whose_executor_is_gone_starts_anew_elsewhere()
    {
        using var town = await Town.FoundAsync();
        var (started, isStarted) = Signal();
        town.Machines = new Machines { During = _ => WaitAsync(started, Task.Delay(Timeout.Infinite)) };
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        await using (await town.StartAsync())
        {
            town.Approve(change);
            await isStarted.WaitAsync(Town.Soon);
        }

        town.Machines = null;
        await using var server = await town.StartAsync();

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
    }

    [Fact]
    public async Task A_build_that_the_gate_no_longer_wants_is_cancelled_also_where_it_would_last()
    {
        using var town = await Town.FoundAsync();
        var (started, isStarted) = Signal();
        town.Machines = new Machines { During = _ => WaitAsync(started, Task.Delay(Timeout.Infinite)) };
        await using var server = await town.StartAsync();
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        await isStarted.WaitAsync(Town.Soon);

        town.Edit(change, one => one with { Status = ChangeStatus.Abandoned });
        await server.WaitAsync(board => board.States.Values.All(state => state.Queues.All(queue => queue.Items.IsEmpty)));

        Assert.DoesNotContain(town.Machines.History, one => one.What is "let go" or "taken");
    }

    // The machines hold what has ended until it is taken; whenever the server dies, the same comes out.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(10)]
    public async Task A_crash_at_any_call_changes_nothing(int place)
    {
        using var town = await Town.FoundAsync();
        town.Machines = new Machines();
        var good = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        var bad = await town.PushAsync(Town.Alpha, "Bad", "fail-unit", "1");
        town.Approve(good);
        town.Approve(bad);
        var power = new Power();
        power.FailAt(place);
        await using (await town.StartAsync(power))
        {
            await Task.WhenAny(power.WhenLost, Task.WhenAll(town.Audience.EndOfAsync(good, Town.Soon), town.Audience.EndOfAsync(bad, Town.Soon)));
        }

        await using var server = await town.StartAsync();

        Assert.Equal((ReportKind.Success, ReportKind.Failure), ((await town.Audience.EndOfAsync(good, Town.Soon)).Kind, (await town.Audience.EndOfAsync(bad, Town.Soon)).Kind));
        Assert.DoesNotContain(town.Machines.History, one => one.What == "cancelled");
    }

    [Fact]
    public async Task Builds_of_approved_changes_are_told_apart_from_others()
    {
        using var town = await Town.FoundAsync();
        var seen = new System.Collections.Concurrent.ConcurrentBag<(string Pipeline, bool IsReviewed)>();
        await using var server = await town.StartAsync(prepare: server => server.Executor.Before = build =>
        {
            seen.Add((build.Environment["PLUGINCI_PIPELINE"], build.IsReviewed));
            return Task.CompletedTask;
        });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        await town.Audience.EndOfAsync(change, Town.Soon);

        Assert.Contains(("gate", true), seen);
        Assert.All(seen, one => Assert.Equal(one.Pipeline != "check", one.IsReviewed));
    }

    /// <summary>Has a server start a build that is handed an artifact, and stops the server.</summary>
    private static async Task<(ChangeId Change, BuildId Build)> LeaveBuildWithArtifactAsync(Town town, Task end)
    {
        await town.WriteScriptAsync(
            Town.Alpha,
            PlainScripts.Job("build") with { Artifacts = [new ArtifactPlan("dist", ["app"])], Pipelines = ["gate"] },
            PlainScripts.Job("use") with { Needs = ["build"], Fetches = [new FetchPlan("build", "dist")], Pipelines = ["gate"] });
        var started = new TaskCompletionSource<BuildId>(TaskCreationOptions.RunContinuationsAsynchronously);
        town.Machines = new Machines { During = RunAsync };
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        await using var server = await town.StartAsync();
        town.Approve(change);
        return (change, await started.Task.WaitAsync(Town.Soon));

        Task RunAsync(BuildRequest request)
        {
            if (request.Job.Name == "build")
            {
                var made = Path.Combine(request.Outbox!.Folder, request.StartIn, "app");
                Directory.CreateDirectory(Path.GetDirectoryName(made)!);
                File.WriteAllText(made, "app");
                return Task.CompletedTask;
            }

            started.TrySetResult(request.Build);
            return end;
        }
    }

    private static Task WaitUntilItCannotBeJoinedAsync(TownServer server, BuildId build) =>
        server.WaitAsync(_ => server.Logs.Read(build)?.Contains("runs on, and cannot be joined now: ", StringComparison.Ordinal) == true);

    private static IEnumerable<string> HistoryOf(Town town, BuildId build) => town.Machines!.History.Where(one => one.Build == build).Select(one => one.What);

    private static (TaskCompletionSource Source, Task Task) Signal()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (source, source.Task);
    }

    private static async Task WaitAsync(TaskCompletionSource started, Task end)
    {
        started.TrySetResult();
        await end;
    }
}

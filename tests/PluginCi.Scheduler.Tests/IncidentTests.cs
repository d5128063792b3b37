using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Incidents of other merge queues, each with the check that catches it here, on real git and a real database; the rest are in the tests of the gate.</summary>
public sealed class IncidentTests
{
    private static readonly ProjectBranch AlphaMain = new(Town.Alpha, "main");

    // I1: GitHub, 23 April 2026: what landed undid earlier merges, and nobody noticed for three and a half hours.
    [Fact]
    public async Task I1_a_landed_tree_that_was_not_tested_stops_the_queue_within_5_seconds()
    {
        using var town = await Town.FoundAsync();
        var first = await town.PushAsync(Town.Alpha, "Undone", "good", "1");
        var second = await town.PushAsync(Town.Alpha, "Behind it", "other", "1");
        town.Git.WriteHook(
            Town.Alpha,
            "post-receive",
            "undone=$(git -c user.name=x -c user.email=x@x commit-tree -p main -m squashed 'main^1^{tree}'); git update-ref refs/heads/main $undone; touch landed");
        town.Approve(first);
        town.Approve(second);
        await using var server = await town.StartAsync();

        var state = await server.WaitForStateAsync(state => state.Freezes.Length == 1);

        var landed = File.GetLastWriteTimeUtc(Path.Combine(town.Git.PathOf(Town.Alpha), "landed"));
        Assert.InRange(state.Freezes[0].Since.UtcDateTime - landed, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(5));
        Assert.Contains("is not what was tested", state.Freezes[0].Reason, StringComparison.Ordinal);

        // Who reads reports is not told of a plain success.
        var told = await town.Audience.EndOfAsync(first, Town.Soon);
        Assert.Contains("what is on alpha@main is not what was tested", told.Message, StringComparison.Ordinal);
        Assert.Contains("is stopped", told.Message, StringComparison.Ordinal);
        Assert.InRange(town.Audience.TimeOf(told).UtcDateTime - landed, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(5));
        await server.WaitForStateAsync(state => state.QueueOf("gate").Items is [{ Wait: Wait.Frozen }]);

        // Its commit is in the history, whatever became of what it did.
        Assert.Equal([first], town.Reviews.ToldMerged);
    }

    // I2: GitLab #535930: changes were shown as merged while their commits were missing. Squid: the host's bot took a commit back.
    [Fact]
    public async Task I2_a_merged_change_that_is_no_longer_in_its_branch_stops_the_queue()
    {
        using var town = await Town.FoundAsync();
        var before = await town.Git.TipAsync(Town.Alpha);
        var change = await town.PushAsync(Town.Alpha, "Lost", "good", "1");
        var other = await town.PushAsync(Town.Beta, "Kept", "good", "1");
        town.Approve(change);
        town.Approve(other);
        await using var server = await town.StartAsync();
        await town.Audience.EndOfAsync(change, Town.Soon);
        await town.Audience.EndOfAsync(other, Town.Soon);
        await server.LookAsync();
        Assert.DoesNotContain(server.Stores.Read.ReadHistory(change), row => row.Kind == nameof(ReasonKind.Alarm));

        await town.Git.PointAsync(Town.Alpha, "refs/heads/main", before);
        await server.LookAsync();
        var state = await server.WaitForStateAsync(state => state.Freezes.Length == 1);

        Assert.Contains($"{change} was merged into alpha@main", state.Freezes[0].Reason, StringComparison.Ordinal);
        Assert.Contains(server.Stores.Read.ReadHistory(change), row => row.Kind == nameof(ReasonKind.Alarm));
        Assert.DoesNotContain(server.Stores.Read.ReadHistory(other), row => row.Kind == nameof(ReasonKind.Alarm));

        // Who thaws has seen it: it is told once.
        await server.Operators.ThawAsync(state.Rules.Name.Value, new CommandAuthor("jo", "seen"), Town.Soon);
        await server.LookAsync();
        Assert.Single(server.Stores.Read.ReadHistory(change), row => row.Kind == nameof(ReasonKind.Alarm));
    }

    // I5: uber/submitqueue #380 and bors-ng #579: a merge was made again, or its state was lost in a crash.
    [Fact]
    public async Task I5_a_merge_that_is_made_again_and_again_is_made_once()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var wish = await workshop.ReadyToSubmitAsync(await town.PushAsync(Town.Alpha, "Once", "good", "1"));

        for (var time = 1; time <= 3; time++)
        {
            Assert.IsType<Submitted>(await workshop.SubmitAsync(wish));
        }

        Assert.Equal(wish.Commits[AlphaMain], await town.Git.TipAsync(Town.Alpha));
        Assert.Single(await town.MergedAsync(Town.Alpha));
        Assert.Single(town.Reviews.ToldMerged);
    }

    // I6: Mergify #5179: a queue stood for hours after an error of its server. A build that an error gave up is run again while the server runs.
    [Fact]
    public async Task I6_a_build_that_nobody_is_at_any_more_is_an_alarm_and_runs_again()
    {
        using var town = await Town.FoundAsync();
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        var isBroken = true;
        await using var server = await town.StartAsync(prepare: server => server.Executor.Before = request =>
            isBroken && request.Environment["PLUGINCI_PIPELINE"] == "gate" ? throw new InvalidOperationException("A bug.") : Task.CompletedTask);
        await server.WaitAsync(board => board.Warnings.Values.Count(text => text.Contains("A bug.", StringComparison.Ordinal)) == 2);
        isBroken = false;

        await server.LookAsync();

        Assert.Contains(server.Board.Warnings.Values, text => text.Contains($"{change} is stuck in queue", StringComparison.Ordinal));
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.Contains(server.Stores.Read.ReadHistory(change), row => row.Kind == nameof(ReasonKind.Alarm));
        await server.LookAsync();
        Assert.Empty(server.Board.Warnings);
    }

    // I6: GitHub, heads stuck in AWAITING_CHECKS: the gate believes in a build, and nothing in the world knows of it.
    [Fact]
    public async Task I6_a_build_that_was_lost_from_the_outbox_is_found()
    {
        using var town = await Town.FoundAsync();
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        await using (var first = await town.StartAsync(prepare: server => server.Executor.During = (_, _) => new TaskCompletionSource().Task))
        {
            await first.WaitForStateAsync(state => state.QueueOf("gate").Items is [{ Buildset.Builds: [{ Result: null }, ..] }]);
        }

        await ForgetAsync<StartBuild>(town);
        await using var second = await town.StartAsync();
        await second.WaitForStateAsync(state => state.QueueOf("gate").Items.Length == 1);
        await second.LookAsync();

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.Contains(second.Stores.Read.ReadHistory(change), row => row.Kind == nameof(ReasonKind.Alarm));
    }

    // I6: uber/submitqueue #590: what was created and never taken up wedged its queue.
    [Fact]
    public async Task I6_a_merge_that_was_lost_from_the_outbox_is_tested_and_asked_for_anew()
    {
        using var town = await Town.FoundAsync();
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        await using (var first = await town.StartAsync(prepare: server => server.Source.Submits = new TaskCompletionSource().Task))
        {
            await first.WaitForStateAsync(state => state.QueueOf("gate").Items is [{ IsSubmitting: true }]);
        }

        await ForgetAsync<SubmitChanges>(town);
        await using var second = await town.StartAsync();
        await second.WaitForStateAsync(state => state.QueueOf("gate").Items is [{ IsSubmitting: true }]);
        await second.LookAsync();

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.Contains(second.Stores.Read.ReadHistory(change), row => row.Kind == nameof(ReasonKind.Alarm) && row.Text.Contains("nobody knows of it", StringComparison.Ordinal));
        Assert.Single(await town.MergedAsync(Town.Alpha));
    }

    // I6: Mergify #5179: nothing ended for nine hours. An executor that hangs loses its build.
    [Fact]
    public async Task I6_a_build_whose_executor_hangs_is_lost_and_runs_again()
    {
        using var town = await Town.FoundAsync();
        town.BuildGrace = TimeSpan.FromMilliseconds(50);
        await town.WriteScriptAsync(Town.Alpha, PlainScripts.Job("unit") with { TimeLimit = TimeSpan.FromMilliseconds(1) }, PlainScripts.Job("slow"));
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        var hangs = 1;
        await using var server = await town.StartAsync(prepare: server => server.Executor.During = (request, _) =>
            request.Environment["PLUGINCI_PIPELINE"] == "gate" && request.Job.Name == "unit" && Interlocked.Exchange(ref hangs, 0) == 1 ? new TaskCompletionSource().Task : Task.CompletedTask);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        var lost = server.Stores.Read.ReadBuilds(change).First(build => build is { Pipeline: "gate", Job: "unit" });
        Assert.Equal(BuildResult.Lost, lost.Result);
        Assert.Contains("long over", lost.Message, StringComparison.Ordinal);
    }

    // I6: a head whose wait does not end is told, also while somebody still tries.
    [Fact]
    public async Task I6_what_fails_again_and_again_is_told_until_it_is_done()
    {
        using var town = await Town.FoundAsync();
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        var isDown = true;
        await using var server = await town.StartAsync(prepare: server => server.Executor.During = (request, _) =>
        {
            server.Source.FailingCalls = isDown && request.Environment["PLUGINCI_PIPELINE"] == "gate" ? int.MaxValue : server.Source.FailingCalls;
            return Task.CompletedTask;
        });

        await server.WaitAsync(board => board.Warnings.Any(warning => warning.Key.StartsWith("submit:", StringComparison.Ordinal) && warning.Value.Contains("fails again and again", StringComparison.Ordinal)));
        isDown = false;
        server.Source.FailingCalls = 0;

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        await server.WaitAsync(board => !board.Warnings.Keys.Any(about => about.StartsWith("submit:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task I6_a_queue_that_goes_on_by_itself_is_no_alarm()
    {
        using var town = await Town.FoundAsync();
        var change = await town.PushAsync(Town.Alpha, "Slow", "good", "1");
        town.Approve(change);
        var done = new TaskCompletionSource();
        await using var server = await town.StartAsync(prepare: server => server.Executor.During = (_, _) => done.Task);
        await server.WaitForStateAsync(state => state.QueueOf("gate").Items is [{ Buildset.Builds: [{ Result: null }, ..] }]);

        await server.LookAsync();

        Assert.Empty(server.Board.Warnings);
        done.SetResult();
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.DoesNotContain(server.Stores.Read.ReadHistory(change), row => row.Kind == nameof(ReasonKind.Alarm));
    }

    // I9: a merge of several repositories of which one refuses: nothing stays, and nothing is told as merged.
    [Fact]
    public async Task I9_a_merge_of_several_repositories_is_taken_back_when_one_refuses()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var wish = await workshop.ReadyToSubmitAsync(await town.PushAsync(Town.Alpha, "Give it", "give", "1"), await town.PushAsync(Town.Beta, "Use it", "use", "1"));
        town.Git.WriteHook(Town.Beta, "pre-receive", "exit 1");

        Assert.IsType<SubmitRefused>(await workshop.SubmitAsync(wish));

        Assert.Equal(wish.Base[AlphaMain], await town.Git.TipAsync(Town.Alpha));
        Assert.Empty(town.Reviews.ToldMerged);
    }

    // As a database that was put back from a copy, or a bug, would.
    private static async Task ForgetAsync<TEffect>(Town town)
        where TEffect : GateEffect
    {
        await using var database = Database.Open(Path.Combine(town.Folder, "gate.sqlite"));
        var store = new GateStore(database);
        foreach (var effect in store.ReadQueueNames().SelectMany(store.ReadPendingEffects).OfType<TEffect>())
        {
            await store.TickOffAsync(effect.Key, [], Town.Soon);
        }
    }
}

using System.Collections.Concurrent;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

public sealed class GateServiceTests
{
    [Fact]
    public async Task A_lost_approval_is_found_at_the_next_look()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync();
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change, isTold: false);

        town.Reviews.Tell(new CaughtUp());

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
    }

    [Fact]
    public async Task An_approval_that_was_found_and_is_then_told_is_taken_once()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync();
        var change = await town.PushAsync(Town.Alpha, "Failing", "fail-unit", "1");
        town.Approve(change, isTold: false);
        town.Reviews.Tell(new CaughtUp());
        await town.Audience.EndOfAsync(change, Town.Soon);

        town.Tell(change, ChangeHappening.Approved);
        var next = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(next);
        await town.Audience.EndOfAsync(next, Town.Soon);

        Assert.Single(town.Audience.Heard, report => report.Change == change && report.Kind == ReportKind.Failure && report.Pipeline == "gate");
    }

    [Fact]
    public async Task A_server_that_starts_has_the_plans_evaluated_of_what_its_queues_rest_on()
    {
        using var town = await Town.FoundAsync();
        await using (var server = await town.StartAsync())
        {
            var change = await town.PushAsync(Town.Alpha, "Lint too", ".pipeline/pipeline.csx", "unit lint");
            town.Approve(change);
            Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        }

        await using var later = await town.StartAsync();
        var prepared = await later.Scripts.Prepared.ReadAsync(Town.Soon);
        Assert.Contains("unit lint", prepared.Select(files => files[".pipeline/pipeline.csx"]));
        Assert.DoesNotContain(prepared, files => files.ContainsKey("site.csx"));

        // Another site with the same pipelines changes no plan.
        await town.Git.CommitAsync(Town.Config, "refs/heads/main", "refs/heads/main^0", "Only alpha", ("site.csx", "alpha"));
        town.Reviews.Tell(new BranchMayHaveMoved(new ProjectBranch(Town.Config, "main")));
        Assert.Empty(await later.Scripts.Prepared.ReadAsync(Town.Soon));
    }

    [Fact]
    public async Task A_push_past_the_gate_is_noticed_and_what_was_not_tested_on_it_is_not_merged()
    {
        using var town = await Town.FoundAsync();
        var isPushed = false;
        await using var server = await town.StartAsync(prepare: server => server.Executor.Before = async build =>
        {
            if (build.Environment["PLUGINCI_PIPELINE"] == "gate" && !isPushed)
            {
                isPushed = true;
                await town.Git.CommitAsync(Town.Alpha, "refs/heads/main", "refs/heads/main^0", "Past the gate", ("past", "1"));
            }
        });
        var change = await town.PushAsync(Town.Beta, "Good", "good", "1");
        town.Approve(change);
        await town.Audience.EndOfAsync(change, Town.Soon);

        var history = server.Stores.Read.ReadHistory(change).Select(row => row.Text).ToArray();
        Assert.Contains(history, text => text.Contains("alpha@main", StringComparison.Ordinal));
        var last = server.Stores.Read.ReadBuilds(change).Where(build => build.Pipeline == "gate").GroupBy(build => build.Buildset).Last();
        Assert.All(last, build => Assert.Equal(BuildResult.Success, build.Result));
        Assert.Equal(2, server.Stores.Read.ReadBuilds(change).Where(build => build.Pipeline == "gate").Select(build => build.Buildset).Distinct().Count());
        Assert.Equal([change], (await town.MergedAsync(Town.Beta)).Select(merged => merged.Id));
    }

    // Seed 777: a push that was sent before a crash, and counted as refused, reached the branch after all.
    [Fact]
    public async Task A_change_that_is_in_its_branch_already_is_tested_and_marked_and_merged_no_second_time()
    {
        using var town = await Town.FoundAsync();
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        var commit = town.Reviews.Changes[change].Commit;
        await town.Git.PointAsync(Town.Alpha, "refs/heads/main", commit);
        await using var server = await town.StartAsync();

        town.Approve(change);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.Equal(commit, await town.Git.TipAsync(Town.Alpha));
        Assert.Equal([change], town.Reviews.ToldMerged);
    }

    [Fact]
    public async Task What_fails_for_a_while_is_tried_again()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync(prepare: server =>
        {
            server.Source.FailingCalls = 5;
            server.Reporter.FailingCalls = 5;
        });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
    }

    [Fact]
    public async Task A_build_whose_executor_is_lost_runs_again()
    {
        using var town = await Town.FoundAsync();
        var losses = 2;
        await using var server = await town.StartAsync(prepare: server => server.Executor.Before = build =>
            build.Job.Name == "unit" && Interlocked.Decrement(ref losses) >= 0 ? throw new OutsideException("The machine is gone.", isTransient: true) : Task.CompletedTask);
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.Contains(server.Stores.Read.ReadBuilds(change), build => build.Result == BuildResult.Lost && build.Message == "The machine is gone.");
    }

    [Fact]
    public async Task A_refused_submit_is_told_with_its_reason_and_frees_those_behind()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync();
        var refused = await town.PushAsync(Town.Alpha, "Refused", "good", "1");
        var behind = await town.PushAsync(Town.Alpha, "Behind", "behind", "1");
        town.Reviews.Obstacles[refused] = "The label Code-Review is missing.";
        town.Approve(refused);
        town.Approve(behind);

        Assert.Contains("The label Code-Review is missing.", (await town.Audience.EndOfAsync(refused, Town.Soon)).Message, StringComparison.Ordinal);
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(behind, Town.Soon)).Kind);
        Assert.Equal([behind], (await town.MergedAsync(Town.Alpha)).Select(merged => merged.Id));
    }

    [Fact]
    public async Task A_bad_site_is_told_and_the_last_good_one_stays()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync();
        await server.WaitAsync(board => board.States.Count > 0);
        await town.Git.CommitAsync(Town.Config, "refs/heads/main", "refs/heads/main^0", "Break it", ("site.csx", "error"));
        town.Reviews.Tell(new BranchMayHaveMoved(new ProjectBranch(Town.Config, "main")));

        await server.WaitAsync(board => board.Warnings.GetValueOrDefault("site")?.Contains("site.csx(1,1): error PCI0000", StringComparison.Ordinal) == true);
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
    }

    [Fact]
    public async Task A_new_site_takes_effect_while_the_server_runs()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync();
        await server.WaitAsync(board => board.States.Count > 0);
        await town.Git.CommitAsync(Town.Config, "refs/heads/main", "refs/heads/main^0", "Only alpha", ("site.csx", "alpha"));
        town.Reviews.Tell(new BranchMayHaveMoved(new ProjectBranch(Town.Config, "main")));

        await server.WaitAsync(board => board.States.Values.All(state => !state.Rules.Has(Town.Beta)));
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
    }

    [Fact]
    public async Task A_change_that_was_approved_before_its_project_joined_the_site_enters_when_it_joins()
    {
        using var town = await Town.FoundAsync();
        await town.Git.CommitAsync(Town.Config, "refs/heads/main", "refs/heads/main^0", "Only beta", ("site.csx", "beta"));
        await using var server = await town.StartAsync();
        var needed = await town.PushAsync(Town.Alpha, "Offer it", "offer", "1");
        await town.PushAsync(Town.Beta, "Use it", "use", "1", needed);
        town.Approve(needed);
        await server.WaitForStateAsync(state => state.Changes.GetValueOrDefault(needed)?.IsApproved == true);

        await town.Git.CommitAsync(Town.Config, "refs/heads/main", "refs/heads/main^0", "Alpha too", ("site.csx", "alpha beta"));
        town.Reviews.Tell(new BranchMayHaveMoved(new ProjectBranch(Town.Config, "main")));
        town.Reviews.Tell(new CaughtUp());

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(needed, Town.Soon)).Kind);
    }

    [Fact]
    public async Task A_disk_that_fails_for_a_while_halts_no_queue_and_runs_nothing_twice()
    {
        using var town = await Town.FoundAsync();
        var started = new ConcurrentBag<BuildId>();
        await using var server = await town.StartAsync(prepare: server => server.Executor.Before = build =>
        {
            started.Add(build.Build);
            server.FailingWrites = 3;
            return Task.CompletedTask;
        });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.Equal(started.Distinct().Count(), started.Count);
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PostgreSQL_that_is_away_for_a_while_halts_no_queue_and_nothing_is_twice(bool isKilled)
    {
        using var postgres = PostgresServer.Start();
        using var town = await Town.FoundAsync();
        town.Database = postgres.NewDatabase();
        var started = new ConcurrentBag<BuildId>();
        var outages = new List<Task>();
        await using var server = await town.StartAsync(prepare: server => server.Executor.Before = build =>
        {
            lock (outages)
            {
                started.Add(build.Build);
                if (outages.Count < 2 && outages.TrueForAll(outage => outage.IsCompleted))
                {
                    (isKilled ? (Action)postgres.Kill : postgres.Stop)();
                    outages.Add(OutageAsync(server, postgres));
                }
            }

            return Task.CompletedTask;
        });
        ChangeId[] changes = [await town.PushAsync(Town.Alpha, "Good", "good", "1"), await town.PushAsync(Town.Beta, "Also good", "good", "1"), await town.PushAsync(Town.Alpha, "Failing", "fail-unit", "1")];
        Array.ForEach(changes, change => town.Approve(change));

        Assert.Equal(
            [ReportKind.Success, ReportKind.Success, ReportKind.Failure],
            await Task.WhenAll(changes.Select(async change => (await town.Audience.EndOfAsync(change, Town.Soon)).Kind)));
        await Task.WhenAll(outages);
        Assert.Equal(2, outages.Count);
        Assert.Equal(started.Distinct().Count(), started.Count);
        var told = town.Audience.Heard.Where(report => report.Pipeline == "gate").Select(report => (report.Change, report.Kind)).ToArray();
        Assert.Equal(told.Distinct().Count(), told.Length);
        Assert.DoesNotContain(server.Board.Warnings.Values, text => text.Contains("halted", StringComparison.Ordinal));
    }

    // As long as it takes to be refused many times.
    private static async Task OutageAsync(TownServer server, PostgresServer postgres)
    {
        for (var refusal = 0; refusal < 100; refusal++)
        {
            await Task.Yield();
            Assert.Throws<StorageException>(() => server.Stores.Read.ReadChanges(1));
        }

        postgres.StartAgain();
    }

    [Fact]
    public async Task An_error_of_the_server_in_one_build_is_shown_and_the_next_start_runs_it()
    {
        using var town = await Town.FoundAsync();
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        town.Approve(change);
        await using (var broken = await town.StartAsync(prepare: server => server.Executor.Before = _ => throw new InvalidOperationException("A bug.")))
        {
            await broken.WaitAsync(board => board.Warnings.Values.Any(text => text.Contains("A bug.", StringComparison.Ordinal)));
        }

        await using var mended = await town.StartAsync();
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
    }

    [Fact]
    public async Task Each_merge_was_built_on_the_one_ahead_and_is_what_was_tested()
    {
        using var town = await Town.FoundAsync();
        var tested = new HashSet<string>();
        await using var server = await town.StartAsync(prepare: server => server.Executor.Before = build =>
        {
            lock (tested)
            {
                tested.Add(build.Environment["PLUGINCI_COMMIT"]);
            }

            return Task.CompletedTask;
        });
        var changes = new List<ChangeId>();
        for (var number = 1; number <= 5; number++)
        {
            changes.Add(await town.PushAsync(Town.Alpha, $"Change {number}", $"file{number}", "1"));
        }

        changes.ForEach(change => town.Approve(change));
        await Task.WhenAll(changes.Select(change => town.Audience.EndOfAsync(change, Town.Soon)));

        Assert.Equal(changes, (await town.MergedAsync(Town.Alpha)).Select(merged => merged.Id));
        Assert.Contains(await town.Git.TipAsync(Town.Alpha), tested);
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Cli;

public sealed class ReplayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-replay-").FullName;

    private string Journal => Path.Combine(_folder, "pluginci.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Past_states_are_drawn_with_the_reasons_of_their_event()
    {
        await PlayAsync(snapshotAt: null);
        await using var database = Database.Look(Journal);
        var replay = new Replay(database, null);

        Assert.Equal(
            """
            queue q
              gate (window 20)
                git/1          testing; unit running, slow running
                git/2  git/1+  preparing
            """,
            string.Join('\n', ReplayText.Draw(replay.At(4), isJson: false).TakeWhile(line => !line.StartsWith("event", StringComparison.Ordinal))));
        var last = ReplayText.Draw(replay.At(5), isJson: false).ToArray();
        Assert.Contains(last, line => line.StartsWith("event 5  1970-01-01 00:00:00Z  q  build-ended", StringComparison.Ordinal));
        Assert.Contains("    failing: git/1 cannot merge as it is: unit failed.", last);
        Assert.Contains(last, line => line.Contains("git/1", StringComparison.Ordinal) && line.Contains("unit failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_state_before_the_snapshot_is_played_from_the_first_one_and_one_after_it_from_the_snapshot()
    {
        await PlayAsync(snapshotAt: 3);
        await using var database = Database.Look(Journal);
        var store = new JournalStore(database);
        var queue = new QueueName("q");
        var journal = store.Find(queue)!;

        Assert.Equal(3, journal.Queue.SnapshotAt);
        Assert.Empty(store.Play(queue, journal, 1).QueueOf("gate").Items);
        Assert.Single(store.Play(queue, journal, 2).QueueOf("gate").Items);
        var played = store.Play(queue, journal with { Queue = journal.Queue with { SnapshotAt = long.MaxValue } }, 5);
        Assert.Equal(ModelJson.Write(played), ModelJson.Write(store.Play(queue, journal, 5)));
        var lost = Assert.Throws<InvalidOperationException>(() => store.Play(queue, journal with { Origin = null }, 2));
        Assert.Equal("The first state of queue q was not kept by the server that made it; it can be played from event 3 on.", lost.Message);
    }

    [Fact]
    public async Task Events_are_listed_with_their_reasons()
    {
        await PlayAsync(snapshotAt: null);
        await using var database = Database.Look(Journal);

        var json = JsonSerializer.Deserialize<JsonElement>(Assert.Single(ReplayText.List(new Replay(database, "q").Events(), isJson: true)));
        Assert.Equal(["branch-moved", "change-arrived", "buildset-prepared", "change-arrived", "build-ended"], json.EnumerateArray().Select(one => one.GetProperty("event").GetString()));
        Assert.Contains(json[1].GetProperty("reasons").EnumerateArray(), reason => reason.GetProperty("kind").GetString() == "enqueued");
    }

    [Fact]
    public async Task Looking_writes_nothing_and_nothing_can_be_written()
    {
        await PlayAsync(snapshotAt: null);
        var before = Directory.EnumerateFiles(_folder).Select(file => (file, Convert.ToHexString(File.ReadAllBytes(file)))).ToArray();
        await using (var database = Database.Look(Journal))
        {
            _ = new Replay(database, null).At(5);
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => new MarkStore(database).SetAsync("a", "b", CancellationToken.None));
            Assert.Contains("nothing is written", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, Directory.EnumerateFiles(_folder).Select(file => (file, Convert.ToHexString(File.ReadAllBytes(file)))));
    }

    [Fact]
    public async Task The_journal_of_a_running_server_can_be_looked_at()
    {
        await using var server = Database.Open(Journal);
        await PlayAsync(server, snapshotAt: null);
        await using var database = Database.Look(Journal);

        Assert.Equal(5, new Replay(database, null).Events().Count());
    }

    [Fact]
    public async Task What_is_no_journal_that_this_program_reads_is_refused()
    {
        Assert.StartsWith($"There is no file {Journal}.", Refusal(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Journal, new string('x', 5000));
        Assert.StartsWith($"{Journal} cannot be read as the database of a server", Refusal(), StringComparison.Ordinal);
        File.Delete(Journal);
        await PlayAsync(snapshotAt: null);
        Execute("pragma user_version = 99");
        Assert.Contains("has a journal of version 99, this program reads version", Refusal(), StringComparison.Ordinal);
        Execute("pragma user_version = 1");
        Assert.Contains("Start this version's server with it once", Refusal(), StringComparison.Ordinal);
        Execute("drop table event");
        Assert.Contains("it has no journal", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_or_queue_that_is_not_there_and_a_form_of_another_version_are_told()
    {
        await PlayAsync(snapshotAt: null);
        await using (var database = Database.Look(Journal))
        {
            Assert.Equal("There is no event 9: the journal holds events 1 to 5.", Assert.Throws<InvalidOperationException>(() => new Replay(database, null).At(9)).Message);
            Assert.Equal("There is no queue 'r'. Known queues: q.", Assert.Throws<InvalidOperationException>(() => new Replay(database, "r")).Message);
        }

        Execute("update queue set snapshot = json_set(snapshot, '$.version', 77)");
        await using var newer = Database.Look(Journal);
        Assert.StartsWith("Queue q is stored in form 77", Assert.Throws<InvalidOperationException>(() => new Replay(newer, null).At(1)).Message, StringComparison.Ordinal);
    }

    private string Refusal() => Assert.Throws<InvalidOperationException>(() => Database.Look(Journal)).Message;

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Journal, Pooling = false }.ToString());
        connection.Open();
        connection.Execute(sql);
    }

    private async Task PlayAsync(long? snapshotAt)
    {
        await using (var database = Database.Open(Journal))
        {
            await PlayAsync(database, snapshotAt);
        }

        SqliteConnection.ClearAllPools();
    }

    /// <summary>Two changes are approved, and the first one's build fails.</summary>
    private static async Task PlayAsync(Database database, long? snapshotAt)
    {
        var store = new GateStore(database);
        var project = new ProjectPlan(new ProjectName("core"));
        var pipeline = new PipelinePlan { Name = "gate", Manager = PipelineManager.Dependent, On = [Trigger.Approved], RequiresApproval = true, Submits = true };
        var state = GateState.Empty(new QueueRules
        {
            Name = new QueueName("q"),
            Projects = ImmutableSortedDictionary<ProjectName, ProjectPlan>.Empty.Add(project.Name, project),
            Pipelines = [pipeline],
        });
        await store.LoadAsync(state, CancellationToken.None);
        var applied = 0L;
        await TakeAsync(new BranchMoved(DateTimeOffset.UnixEpoch, new ProjectBranch("core@main"), "c0"));
        await TakeAsync(Approved(1));
        var buildset = state.QueueOf("gate").Items[0].Buildset!;
        await TakeAsync(new BuildsetPrepared(DateTimeOffset.UnixEpoch, buildset.Id, new ReadyToBuild(buildset.Base.SetItem(new ProjectBranch("core@main"), "m1"), [new FrozenJob(new JobPlan { Name = "unit" }), new FrozenJob(new JobPlan { Name = "slow" })])));
        await TakeAsync(Approved(2));
        await TakeAsync(new BuildEnded(DateTimeOffset.UnixEpoch, state.QueueOf("gate").Items[0].Buildset!.Builds[0].Id, BuildResult.Failure, "It broke.", TimeSpan.Zero));

        async Task TakeAsync(GateEvent happened)
        {
            await store.PostAsync(state.Rules.Name, $"event {applied}", happened, CancellationToken.None);
            var stored = store.ReadEvents(state.Rules.Name, applied, 1).Single();
            var decision = Gate.Apply(state, stored.Event);
            await store.SaveAsync(state.Rules.Name, applied, [new AppliedEvent(stored, decision)], stored.Number == snapshotAt ? decision.Next : null, CancellationToken.None);
            (state, applied) = (decision.Next, stored.Number);
        }
    }

    private static ChangeArrived Approved(int number) => new(
        DateTimeOffset.UnixEpoch,
        new Change { Id = new ChangeId($"git/{number}"), Project = new ProjectName("core"), Branch = "main", Patchset = 1, Commit = $"c{number}", IsApproved = true },
        Trigger.Approved,
        []);
}

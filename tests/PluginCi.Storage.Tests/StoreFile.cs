using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>A database that can be closed and opened again, with one queue in it.</summary>
internal sealed class StoreFile : IAsyncDisposable
{
    public static readonly QueueName Queue = new("site-a");
    public static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-storage-").FullName;
    private Database _database;

    public StoreFile(bool isPostgres)
    {
        IsPostgres = isPostgres;
        Place = isPostgres ? PostgresServer.Shared.NewDatabase() : Path.Combine(_folder, "gate.sqlite");
        _database = Database.Open(Place);
    }

    public bool IsPostgres { get; }

    /// <summary>The file, or the address.</summary>
    public string Place { get; }

    public Database Database => _database;

    public GateStore Gate => new(_database);

    public ReadStore Read => new(_database);

    public static GateState Empty { get; } = GateState.Empty(new QueueRules
    {
        Name = Queue,
        Projects = ImmutableSortedDictionary<ProjectName, ProjectPlan>.Empty.Add(new ProjectName("core"), new ProjectPlan(new ProjectName("core"))),
        Pipelines = [new PipelinePlan { Name = "gate", Manager = PipelineManager.Dependent, On = [Trigger.Approved], Submits = true, ReportsStart = true }],
    });

    public static Change Change { get; } = new()
    {
        Id = new ChangeId("git/1"),
        Project = new ProjectName("core"),
        Branch = "main",
        Patchset = 1,
        Commit = "c1",
        Subject = "Add it",
        IsApproved = true,
    };

    public static GateEvent Tip { get; } = new BranchMoved(Noon, new ProjectBranch(new ProjectName("core"), "main"), "c0");

    public static GateEvent Approved { get; } = new ChangeArrived(Noon, Change, Trigger.Approved, []);

    /// <summary>Records builds that passed.</summary>
    public async Task EndAsync(params string[] builds) => await Database.WriteAsync(
        session => session.Execute(
            "insert into build (id, queue, pipeline, subject, patchset, project, buildset, job, attempt, ahead, asked_at, result) values (@id, 'core', 'post', 'core@main', 0, 'core', 's1', 'check', 1, '[]', 0, 'Success')",
            builds.Select(id => new { id }).ToArray()),
        CancellationToken.None);

    public async Task ReopenAsync()
    {
        await CloseAsync();
        _database = Database.Open(Place);
    }

    /// <summary>Posts events and takes all that wait, as the queue's loop does.</summary>
    /// <returns>The decisions, in order.</returns>
    public async Task<GateDecision[]> PlayAsync(params (string Key, GateEvent Event)[] events)
    {
        var stored = await Gate.LoadAsync(Empty, CancellationToken.None);
        foreach (var (key, happened) in events)
        {
            Assert.True(await Gate.PostAsync(Queue, key, happened, CancellationToken.None));
        }

        var state = Gate.ReadEvents(Queue, stored.SnapshotAt, 1000).Where(one => one.Number <= stored.Applied).Aggregate(stored.Snapshot, (state, one) => Gating.Gate.Apply(state, one.Event).Next);
        var applied = new List<AppliedEvent>();
        foreach (var one in Gate.ReadEvents(Queue, stored.Applied, 1000))
        {
            var decision = Gating.Gate.Apply(state, one.Event);
            applied.Add(new AppliedEvent(one, decision));
            state = decision.Next;
        }

        await Gate.SaveAsync(Queue, stored.Applied, applied, null, CancellationToken.None);
        return [.. applied.Select(one => one.Decision)];
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task CloseAsync()
    {
        await _database.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }
}

using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>What outlives a server: repositories, reviews, those who hear reports, and the server's folder.</summary>
internal sealed class Town : IDisposable
{
    public static readonly ProjectName Config = new("config");
    public static readonly ProjectName Alpha = new("alpha");
    public static readonly ProjectName Beta = new("beta");

    private readonly Dictionary<ProjectName, string> _first = [];

    private Town(string folder)
    {
        Folder = folder;
        Database = Path.Combine(folder, "gate.sqlite");
        Git = new GitFolder(Path.Combine(folder, "git"));
        Reviews = new ReviewSystem(Git);
    }

    public string Folder { get; }

    /// <summary>The database of its servers: a file of its own, or the address of one of PostgreSQL.</summary>
    public string Database { get; set; }

    public GitFolder Git { get; }

    public ReviewSystem Reviews { get; }

    public Audience Audience { get; } = new();

    public Crowd Crowd { get; } = new();

    /// <summary>The connections by which its servers notify people.</summary>
    public string[] NotifiesBy { get; set; } = [];

    /// <summary>How long its servers try to tell a notification.</summary>
    public TimeSpan NotificationPatience { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Where builds run that outlive the server; null when there are no such machines.</summary>
    public Machines? Machines { get; set; }

    /// <summary>Others, which come first.</summary>
    public Machines? MoreMachines { get; set; }

    /// <summary>How long after its time limit its servers wait for a build.</summary>
    public TimeSpan BuildGrace { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>Where its servers find the values of secrets.</summary>
    public ImmutableSortedDictionary<string, SecretReference> Secrets { get; set; } = ImmutableSortedDictionary<string, SecretReference>.Empty;

    /// <summary>How long its servers wait for builds when they are stopped.</summary>
    public TimeSpan StopGrace { get; set; }

    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    /// <summary>Makes the town.</summary>
    /// <param name="site">Its site; null for one group of alpha and beta with a check and a gate.</param>
    public static async Task<Town> FoundAsync(SitePlan? site = null)
    {
        var town = new Town(Directory.CreateTempSubdirectory("pluginci-scheduler-").FullName);
        Directory.CreateDirectory(Path.Combine(town.Folder, "git"));
        await town.Git.InitAsync(Config, ("site.csx", site is null ? "alpha beta" : ModelJson.Write(site)));
        town._first[Config] = await town.Git.TipAsync(Config);
        foreach (var project in site?.Projects.Select(project => project.Name) ?? [Alpha, Beta])
        {
            await town.Git.InitAsync(project, (".pipeline/pipeline.csx", "unit"));
            town._first[project] = await town.Git.TipAsync(project);
        }

        return town;
    }

    /// <summary>A server of this town, with the state it was left in.</summary>
    public Task<TownServer> StartAsync(Power? power = null, Action<TownServer>? prepare = null, params IChangeSource[] others) =>
        TownServer.StartAsync(this, power ?? new Power(), prepare, others);

    /// <summary>Replaces a project's script on its main branch, past the gate and before any server runs.</summary>
    public Task WriteScriptAsync(ProjectName project, params JobPlan[] jobs) => WriteScriptAsync(project, ModelJson.Write(new Plan { Jobs = [.. jobs] }));

    /// <inheritdoc cref="WriteScriptAsync(ProjectName, JobPlan[])"/>
    public async Task WriteScriptAsync(ProjectName project, string script) =>
        _first[project] = await Git.CommitAsync(project, "refs/heads/main", "refs/heads/main^0", "Write the script", (".pipeline/pipeline.csx", script));

    public async Task<ChangeId> PushAsync(ProjectName project, string subject, string path, string text, params ChangeId[] dependsOn)
    {
        var number = Reviews.Changes.Count + 1;
        var commit = await Git.CommitAsync(project, $"refs/changes/{number}/1", _first[project], subject, (path, text));
        var change = new Change
        {
            Id = new ChangeId($"git/{number}"),
            Project = project,
            Branch = "main",
            Patchset = 1,
            Commit = commit,
            Subject = subject,
            DependsOn = [.. dependsOn],
        };
        Reviews.Put(change);
        Tell(change.Id, ChangeHappening.Patchset);
        return change.Id;
    }

    /// <summary>Lets the next changes of a project begin where its branch is now.</summary>
    public async Task CatchUpAsync(ProjectName project) => _first[project] = await Git.TipAsync(project);

    public void Approve(ChangeId change, bool isTold = true)
    {
        Reviews.Put(Reviews.Changes[change] with { IsApproved = true, Approval = "1" });
        if (isTold)
        {
            Tell(change, ChangeHappening.Approved);
        }
    }

    /// <summary>Changes what the review system says of a change, and tells that something happened to it.</summary>
    public void Edit(ChangeId change, Func<Change, Change> edit, ChangeHappening kind = ChangeHappening.Updated)
    {
        Reviews.Put(edit(Reviews.Changes[change]));
        Reviews.Tell(new ChangeHappened($"{change}:{kind}:{Reviews.Count}", change, kind));
    }

    public void Tell(ChangeId change, ChangeHappening kind) => Reviews.Tell(new ChangeHappened($"{change}:{kind}", change, kind));

    public async Task<Change[]> MergedAsync(ProjectName project)
    {
        var merged = await Git.MergedAsync(project);
        return [.. merged.Select(commit => Reviews.Changes.Values.Single(change => change.Commit == commit))];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

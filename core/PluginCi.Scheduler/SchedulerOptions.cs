namespace PluginCi.Scheduler;

/// <summary>What the scheduler needs to know of its server.</summary>
public sealed record SchedulerOptions
{
    /// <summary>A folder for the workspaces of running builds. Made when it is not there; emptied at start.</summary>
    public required string Workspaces { get; init; }

    /// <summary>A folder for the sockets of running builds, whose path should be short. Made when it is not there; emptied at start.</summary>
    public required string Sockets { get; init; }

    /// <summary>What people reach the server at, for links in reports.</summary>
    public required Uri ServerUrl { get; init; }

    /// <summary>The project whose <c>site.csx</c> defines the site.</summary>
    public required Model.ProjectName ConfigProject { get; init; }

    /// <summary>The connection that holds the config project. Default <c>git</c>.</summary>
    public string ConfigConnection { get; init; } = "git";

    /// <summary>The branch of the config project that counts. Default <c>main</c>.</summary>
    public string ConfigBranch { get; init; } = "main";

    /// <summary>How often each source is asked for everything, in case an event was lost, and every queue is looked at for what is stuck or missing. Default 1 minute; 1 second or more.</summary>
    public TimeSpan ReconcileInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many events of a queue may be taken since its last snapshot. Default 64; 1 or more. More make a slower start, fewer more writing.</summary>
    public int EventsPerSnapshot { get; init; } = 64;

    /// <summary>How long after its time limit a build may take to be prepared and to end before its executor is thought to hang and it counts as lost. Default 20 minutes.</summary>
    public TimeSpan BuildGrace { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How long an executor may prepare what a build runs on, which no time limit counts, before it counts as hung. Default 25 hours: a little more than executors can be told to take.</summary>
    public TimeSpan PreparationLimit { get; init; } = TimeSpan.FromHours(25);

    /// <summary>How long what builds hand on is kept at the least; what a state that is still tested needs is kept longer. Default 30 days; 1 hour or more.</summary>
    public TimeSpan ArtifactsKept { get; init; } = TimeSpan.FromDays(30);

    /// <summary>A folder for what builds fetch from registries; null to keep nothing, so that no job may ask for <c>.Dependencies(…)</c>.</summary>
    public string? Dependencies { get; init; }

    /// <summary>How many bytes that folder may hold. Default 20 GiB; 1 GiB or more.</summary>
    public long DependenciesSize { get; init; } = 20L << 30;

    /// <summary>Where the values of secrets are, by their names. Default none.</summary>
    public System.Collections.Immutable.ImmutableSortedDictionary<string, SecretReference> Secrets { get; init; } = System.Collections.Immutable.ImmutableSortedDictionary<string, SecretReference>.Empty;

    /// <summary>How long a server that is asked to stop waits for the builds that run. Default zero: they are run again after the next start.</summary>
    public TimeSpan StopGrace { get; init; }

    /// <summary>How long a queue may take for its waiting events before the look at what is stuck goes on without it and says so. Default 10 seconds.</summary>
    public TimeSpan QueuePatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a notification that cannot be told is tried again before it is given up. Default 1 hour: later it is of little use.</summary>
    public TimeSpan NotificationPatience { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long to wait before a transient failure is tried again; doubles up to 32 times this. Default 1 second.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);
}

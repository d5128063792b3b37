namespace PluginCi.Plugin.Conformance;

/// <summary>An executor to check, and what the checks must know of it.</summary>
/// <param name="Executor">The executor. Its builds need a POSIX shell with the usual tools, and <c>/tmp</c>.</param>
public sealed record ExecutorSubject(IExecutor Executor)
{
    /// <summary>How long any one build of a check may take before the check fails. Default one minute. Jobs that are not about time have it as their time limit.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>False where the machine does not let the executor bound a build's memory as a whole; a build that eats memory must still not pass. Default true.</summary>
    public bool LimitsMemory { get; init; } = true;

    /// <summary>False where the machine does not let the executor bound a build's processes as a whole; a build that forks without end must still not pass. Default true.</summary>
    public bool LimitsProcesses { get; init; } = true;

    /// <summary>False where the machine does not let the executor bound how many files a build makes; it must still harm nobody beside it. Default true.</summary>
    public bool LimitsFiles { get; init; } = true;

    /// <summary>False where a build that fills its disk is ended some time after, rather than told that there is no space left. Default true.</summary>
    public bool LimitsDiskAtOnce { get; init; } = true;

    /// <summary>False where builds have a network device, and what keeps them from the network is not the executor's own. Default true.</summary>
    public bool HidesNetwork { get; init; } = true;

    /// <summary>Makes the executor of the server that comes after one that has stopped or was killed. Only for <see cref="ExecutorConformance.ForLasting"/>.</summary>
    public Func<ILastingExecutor>? Successor { get; init; }

    /// <summary>Counts the running processes, of any build, that have exactly these arguments. Default: those of this machine.</summary>
    public Func<string[], int> CountProcesses { get; init; } = LocalProcesses.Count;

    /// <summary>Names what is still there of builds that ended: containers, mounts, groups, files. Asked after each check; anything fails it. Default: nothing.</summary>
    public Func<Task<IReadOnlyCollection<string>>> FindLeftovers { get; init; } = () => Task.FromResult<IReadOnlyCollection<string>>([]);
}

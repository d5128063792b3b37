using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>How the executors stand, for everybody who only looks.</summary>
public interface IExecutors
{
    /// <summary>Every executor, in the order in which the plugins registered them.</summary>
    /// <returns>As it is now.</returns>
    IReadOnlyList<ExecutorStanding> Standings();

    /// <summary>Every quota of the site.</summary>
    /// <returns>As it is now.</returns>
    IReadOnlyList<QuotaStanding> Quotas();

    /// <summary>What a build waits for.</summary>
    /// <param name="build">The build.</param>
    /// <returns>Null when it does not wait for room.</returns>
    BuildWait? FindWait(BuildId build);
}

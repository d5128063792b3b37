using PluginCi.Model;
using PluginCi.Scheduler;

namespace PluginCi.Server;

/// <summary>Executors that stand as a test says.</summary>
internal sealed class FakeExecutors : IExecutors
{
    public List<ExecutorStanding> All { get; } = [];

    public Dictionary<BuildId, BuildWait> Waits { get; } = [];

    public List<QuotaStanding> AllQuotas { get; } = [];

    public IReadOnlyList<QuotaStanding> Quotas() => AllQuotas;

    public IReadOnlyList<ExecutorStanding> Standings() => All;

    public BuildWait? FindWait(BuildId build) => Waits.GetValueOrDefault(build);
}

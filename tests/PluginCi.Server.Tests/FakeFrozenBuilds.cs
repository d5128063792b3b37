using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Scheduler;

namespace PluginCi.Server;

/// <summary>Builds that are frozen as a test says.</summary>
internal sealed class FakeFrozenBuilds : IFrozenBuilds
{
    public Dictionary<BuildId, FrozenBuild> All { get; } = [];

    public string? Trouble { get; set; }

    public FrozenBuild? Find(BuildId build) => All.GetValueOrDefault(build);

    public Task EnsureAsync(FrozenSource source, CancellationToken cancellationToken) => Trouble is null ? Task.CompletedTask : throw new OutsideException(Trouble);
}

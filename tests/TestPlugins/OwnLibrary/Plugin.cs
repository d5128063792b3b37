using PluginCi.Model;
using PluginCi.Plugin;

namespace TestPlugins;

/// <summary>An executor whose name tells which version of its library it sees.</summary>
public sealed class OwnLibrary : IPlugin
{
    public void Register(IPluginRegistry registry) => registry.AddExecutor(new TellingExecutor());
}

/// <summary>Named by the library's version.</summary>
public sealed class TellingExecutor : IExecutor
{
    public string Name => Shared.Library.Version;

    public int Capacity => 3;

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        Task.FromResult(new BuildOutcome(BuildResult.Success, Name, TimeSpan.Zero));
}

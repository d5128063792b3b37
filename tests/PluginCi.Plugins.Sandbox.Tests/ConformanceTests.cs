using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>The sandbox keeps the contract of executors that pause.</summary>
public sealed class ConformanceTests : IDisposable
{
    private readonly SandboxScene _scene = new();

    public static TheoryData<string> Checks => [.. ExecutorConformance.ForExecutors.Concat(ExecutorConformance.ForHostileBuilds).Concat(ExecutorConformance.ForServices).Concat(ExecutorConformance.ForPausing).Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public Task The_contract_is_kept(string check) => ExecutorConformance.Find(check).RunAsync(_scene.Subject);

    public void Dispose() => _scene.Dispose();
}

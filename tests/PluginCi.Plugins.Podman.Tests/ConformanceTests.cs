using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Podman.Tests;

/// <summary>Containers of podman keep the contract of executors that pause. In two classes, so that two checks run at a time.</summary>
public sealed class ConformanceTests(PodmanMachine machine) : IClassFixture<PodmanMachine>
{
    private static readonly IReadOnlyList<ConformanceCheck> All = [.. ExecutorConformance.ForExecutors, .. ExecutorConformance.ForHostileBuilds, .. ExecutorConformance.ForServices, .. ExecutorConformance.ForPausing];

    public static TheoryData<string> Checks => [.. All.Where((_, index) => index % 2 == 0).Select(check => check.Name)];

    public static TheoryData<string> OtherChecks => [.. All.Where((_, index) => index % 2 == 1).Select(check => check.Name)];

    [PodmanTheory]
    [MemberData(nameof(Checks))]
    public Task The_contract_is_kept(string check) => RunAsync(machine, check);

    private static async Task RunAsync(PodmanMachine machine, string check)
    {
        using var scene = new PodmanScene(machine);
        await ExecutorConformance.Find(check).RunAsync(scene.Subject);
    }

    public sealed class More(PodmanMachine machine) : IClassFixture<PodmanMachine>
    {
        [PodmanTheory]
        [MemberData(nameof(OtherChecks), MemberType = typeof(ConformanceTests))]
        public Task The_contract_is_kept(string check) => RunAsync(machine, check);
    }
}

using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>Pods keep the contracts of executors that pause and that last. In several classes, so that checks run beside each other.</summary>
public sealed class ConformanceTests
{
    private static readonly IReadOnlyList<ConformanceCheck> All = [.. ExecutorConformance.ForExecutors, .. ExecutorConformance.ForServices, .. ExecutorConformance.ForPausing, .. ExecutorConformance.ForLasting];

    public static TheoryData<string> Checks(int part) => [.. All.Where((_, index) => index % 5 == part).Select(check => check.Name)];

    [ClusterTheory]
    [MemberData(nameof(Checks), 0)]
    public Task The_contract_is_kept(string check) => RunAsync(check);

    private static async Task RunAsync(string check)
    {
        await using var scene = new ClusterScene();
        await ExecutorConformance.Find(check).RunAsync(scene.Subject);
    }

    public sealed class Second
    {
        [ClusterTheory]
        [MemberData(nameof(Checks), 1, MemberType = typeof(ConformanceTests))]
        public Task The_contract_is_kept(string check) => RunAsync(check);
    }

    public sealed class Third
    {
        [ClusterTheory]
        [MemberData(nameof(Checks), 2, MemberType = typeof(ConformanceTests))]
        public Task The_contract_is_kept(string check) => RunAsync(check);
    }

    public sealed class Fourth
    {
        [ClusterTheory]
        [MemberData(nameof(Checks), 3, MemberType = typeof(ConformanceTests))]
        public Task The_contract_is_kept(string check) => RunAsync(check);
    }

    public sealed class Fifth
    {
        [ClusterTheory]
        [MemberData(nameof(Checks), 4, MemberType = typeof(ConformanceTests))]
        public Task The_contract_is_kept(string check) => RunAsync(check);
    }
}

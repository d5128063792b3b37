using System.Collections.Immutable;
using PluginCi.Dsl;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>Systems that builds declare, through a real registry that wants credentials, to the node.</summary>
[Collection(nameof(NodeRegistry))]
public sealed class SystemTests
{
    private static readonly TimeSpan MakingDeadline = TimeSpan.FromMinutes(5);

    [RegistryFact]
    public async Task A_database_of_Debian_runs_beside_steps_on_the_same_system_which_is_made_and_pushed_once()
    {
        using var registry = await ImageRegistry.StartAsync();
        await using var node = NodeRegistry.Open(registry);
        await using var scene = new ClusterScene(settings => With(settings, registry, node));
        using var builds = new ExecutorScene(scene.Subject with { Deadline = MakingDeadline });
        var job = Ci.Job("api").On(Ci.Debian("bookworm").Apt("postgresql-15")).Service(Ci.Service.PostgreSql("15")).Plan;
        JobPlan Steps(params string[] commands) => builds.Job(commands) with { RunsIn = job.RunsIn, Services = job.Services };

        var (outcome, output) = await builds.RunAsync(Steps(
            "psql --no-psqlrc --tuples-only --no-align --command 'CREATE TABLE t AS SELECT 40 AS n' --command 'SELECT n + 2 FROM t' \"$POSTGRESQL_URL\"", "PGPASSWORD=wrong psql --command 'SELECT 1' 2>&1 | grep -o 'authentication failed'; whoami"));

        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Equal(["SELECT 1", "42", "authentication failed", "build"], output.Lines.TakeLast(4));
        Assert.Contains(output.ServiceLines, line => line.Contains("database system is ready to accept connections", StringComparison.Ordinal));
        Assert.Contains("environment: Debian bookworm with postgresql-15", output.Told);
        Assert.Contains("environment: the image of Debian bookworm with postgresql-15", output.Told);

        var (again, told) = await builds.RunAsync(Steps("no-such-program"));
        Assert.Equal(BuildResult.Failure, again.Result);
        Assert.Contains("the command 'no-such-program' is not on Debian bookworm with postgresql-15", again.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(told.Told, line => line.StartsWith("environment: ", StringComparison.Ordinal));
        Assert.Empty(scene.Leftovers);
    }

    [OwnClusterFact]
    public async Task An_image_is_run_as_it_says_but_without_root()
    {
        await using var scene = new ClusterScene();
        var service = new ServicePlan
        {
            Name = "data",
            RunsIn = new ImagePlan(LocalCluster.ServiceImage),
            Port = 7000,
            Ready = "[ -n \"$TOKEN\" ]",
            Environment = ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", ServicePlan.Password + "$$(HOME)"),
        };

        var (outcome, output) = await scene.Builds.RunAsync(scene.Builds.Job("LC_ALL=C bash -c 'cat < /dev/tcp/127.0.0.1/7000'") with { Services = [service] });

        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Equal(["hello"], output.Lines);
        Assert.Matches(@"^data: runs as 1[0-9]{9} with data\.of\.queue-[0-9]+\$\$\(HOME\) from yes$", output.ServiceLines[^1]);
        Assert.Empty(scene.Leftovers);
    }

    [ImagesFact]
    public async Task A_registry_that_refuses_and_an_image_that_is_gone_are_noticed()
    {
        using var registry = await ImageRegistry.StartAsync();
        var folder = Directory.CreateDirectory(Path.Combine(registry.Folder, "declared-resolved")).FullName;
        var root = new SystemRoot(folder);
        Directory.CreateDirectory(root.Files);
        await File.WriteAllTextAsync(Path.Combine(root.Files, "file"), "it");
        var settings = new KubernetesSettings
        {
            Registry = $"{registry.Address}/ci/systems",
            Environments = new EnvironmentSettings { RegistriesFile = registry.RegistriesFile, RegistryAuthFile = registry.AuthFile },
        };
        var empty = Path.Combine(registry.Folder, "empty.json");
        await File.WriteAllTextAsync(empty, "{}");
        var refused = new ImagePush(settings with { Environments = settings.Environments with { RegistryAuthFile = empty } }, root, _ => { });
        var push = new ImagePush(settings, root, _ => { });

        var thrown = await Assert.ThrowsAsync<OutsideException>(() => refused.RunAsync(NewFolder(registry), CancellationToken.None));
        var digest = await push.RunAsync(NewFolder(registry), CancellationToken.None);

        Assert.StartsWith($"The image of declared-resolved could not be pushed to {settings.Registry}, the setting registry of kubernetes:", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("authentication required", thrown.Message, StringComparison.Ordinal);
        Assert.True(await push.IsThereAsync(digest, CancellationToken.None));
        Assert.False(await push.IsThereAsync("sha256:" + new string('0', 64), CancellationToken.None));
    }

    private static string NewFolder(ImageRegistry registry) => Directory.CreateDirectory(Path.Combine(registry.Folder, Guid.NewGuid().ToString("N"))).FullName;

    internal static KubernetesSettings With(KubernetesSettings settings, ImageRegistry registry, NodeRegistry node) => settings with
    {
        Registry = $"{registry.Address}/ci/systems",
        RegistryOfNodes = $"{node.Address}/ci/systems",
        PullSecrets = [NodeRegistry.Secret],
        Environments = new EnvironmentSettings { RegistriesFile = registry.RegistriesFile, RegistryAuthFile = registry.AuthFile },
    };
}

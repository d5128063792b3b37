using System.Diagnostics;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Podman.Tests;

/// <summary>Builds in containers on systems that they declared: the same ones as in the sandbox, in a folder that both may share.</summary>
public sealed class DeclaredSystemTests(PodmanMachine machine) : IClassFixture<PodmanMachine>
{
    private static readonly DebianPlan Plan = new("bookworm", ["jq"]);

    [PodmanFact]
    public async Task Builds_run_on_the_declared_system_which_is_made_once_and_stays_as_it_is()
    {
        var systems = Directory.CreateTempSubdirectory("pluginci-podman-systems-").FullName;
        try
        {
            using var scene = new PodmanScene(machine);
            var first = await RunAsync(
                scene,
                systems,
                "jq -n '1 + 1'; . /etc/os-release; echo $VERSION_CODENAME; command -v git || echo no other programs",
                "for folder in / /usr /etc /run /build; do touch $folder/mine 2>/dev/null || echo read-only; done",
                "echo $FROM_IMAGE$(id -u) >/tmp/a; cat /var/tmp/a; getent passwd $(id -u) | cut -d: -f1,6; cat /etc/resolv.conf",
                "tox -e unit");
            var steps = first.Output.Told.SkipWhile(line => !line.StartsWith("step 0", StringComparison.Ordinal)).Where(line => !line.StartsWith("step ", StringComparison.Ordinal) && !line.StartsWith("failed: ", StringComparison.Ordinal));
            Assert.Equal(["2", "bookworm", "no other programs", "read-only", "read-only", "read-only", "read-only", "read-only", "1000", "build:/build/home", "/bin/sh: 1: tox: not found"], steps);
            Assert.Equal(
                "Step 4 (`tox -e unit`) ended with status 127: the command 'tox' is not on Debian bookworm with jq. There is a package of that name; add it to the system of the job: .Apt(\"tox\").",
                first.Outcome.Message);

            var before = await ListAsync(systems);
            using var other = new PodmanScene(machine);
            var second = await RunAsync(other, systems, "true");
            Assert.True(second.Outcome.Result == BuildResult.Success, $"{second.Outcome.Message}\n{second.Output.Text}");
            Assert.DoesNotContain(second.Output.Told, line => line.Contains("is made", StringComparison.Ordinal));
            Assert.Contains(second.Output.Told, line => line.StartsWith("It runs on Debian bookworm jq=", StringComparison.Ordinal));
            Assert.Equal(before, await ListAsync(systems));
        }
        finally
        {
            Directory.Delete(systems, recursive: true);
        }
    }

    [PodmanFact]
    public async Task A_command_that_the_image_lacks_is_named_with_what_to_do()
    {
        using var scene = new PodmanScene(machine);
        var (outcome, _) = await scene.Builds.RunAsync("tox -e unit");
        Assert.Equal(
            $"Step 1 (`tox -e unit`) ended with status 127: the command 'tox' is not in the image {PodmanMachine.Image}. "
            + "Add it there, or say which system the job runs on, as in .On(Debian(\"bookworm\").Apt(\"PACKAGE\")).",
            outcome.Message);
    }

    private static async Task<(BuildOutcome Outcome, BuildTranscript Output)> RunAsync(PodmanScene scene, string systems, params string[] commands)
    {
        var subject = new ExecutorSubject(scene.NewExecutor(scene.Settings with { Environments = new EnvironmentSettings { Folder = systems } })) { Deadline = TimeSpan.FromMinutes(4) };
        using var builds = new ExecutorScene(subject);
        return await builds.RunAsync(builds.Job(commands) with { RunsIn = Plan });
    }

    /// <summary>All files of the systems with owner, mode and time of change.</summary>
    private static async Task<string> ListAsync(string systems)
    {
        using var find = Process.Start(new ProcessStartInfo("find", [systems, "-path", "*/root/*", "-printf", "%p %U %m %s %C@\n"]) { RedirectStandardOutput = true })!;
        return await find.StandardOutput.ReadToEndAsync();
    }
}

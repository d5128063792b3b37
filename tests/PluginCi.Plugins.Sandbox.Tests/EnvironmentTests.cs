using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>Systems that builds declare, made by mmdebstrap from Debian's own packages.</summary>
public sealed class EnvironmentTests(SharedSystemScene scene) : IClassFixture<SharedSystemScene>
{
    [MakesSystemsFact]
    public void Builds_see_the_declared_system_and_nothing_of_the_machine_and_cannot_write_it() => Assert.All(scene.Builds, build =>
    {
        Assert.True(build.Outcome.Result == BuildResult.Success, $"{build.Outcome.Message}\n{build.Output.Text}");
        var steps = build.Output.Told.SkipWhile(line => !line.StartsWith("step 0", StringComparison.Ordinal)).Where(line => !line.StartsWith("step ", StringComparison.Ordinal));
        Assert.Equal(["2", "bookworm", "nothing of the machine", "no other programs", "nothing with rights of its own", "read-only", "1000"], steps);
    });

    [MakesSystemsFact]
    public void A_system_is_made_once_while_all_who_wait_see_how_and_who_is_cancelled_ends_without_it()
    {
        Assert.Equal(BuildResult.Cancelled, scene.Cancelled.Outcome.Result);
        Assert.All(scene.Builds, build => Assert.Single(build.Output.Told, "Debian bookworm with jq is made, once for all builds that run on it."));
        Assert.All(scene.Builds, build => Assert.Contains("I: installing essential packages...", build.Output.Told));
        Assert.All(scene.Builds, build => Assert.Equal("environment: Debian bookworm with jq", build.Output.Told[0]));
        Assert.All(scene.Builds, build => Assert.Equal(["environment ended", "It runs on"], build.Output.Told.SkipWhile(line => line != "environment ended").Take(2).Select(line => line[..Math.Min(line.Length, line[0] == 'I' ? 10 : 99)])));
        var ready = scene.Builds.Select(build => Assert.Single(build.Output.Told, line => line.StartsWith("Debian bookworm with jq is ready after ", StringComparison.Ordinal)));
        Assert.Single(ready.Distinct());
    }

    [MakesSystemsFact]
    public async Task What_a_system_came_to_is_recorded_and_told_to_every_build()
    {
        var (_, output) = await scene.RunAsync(scene.Job("true") with { RunsIn = SharedSystemScene.Plan });
        var told = Assert.Single(output.Told, line => line.StartsWith("It runs on Debian bookworm jq=", StringComparison.Ordinal));
        var folder = Path.Combine(scene.Environments, told.Split(' ')[^1].TrimEnd('.'));
        var packages = await File.ReadAllLinesAsync(Path.Combine(folder, "packages.lock"));
        Assert.Contains(told.Split(' ', ',')[5], packages);
        Assert.Contains(packages, line => line.StartsWith("dpkg=", StringComparison.Ordinal));
        Assert.Contains($"{packages.Length} packages in all", told, StringComparison.Ordinal);
    }

    [MakesSystemsFact]
    public async Task A_command_that_is_not_there_is_named_with_the_system_that_lacks_it_and_the_package_of_its_name()
    {
        var (outcome, _) = await scene.RunAsync(scene.Job("tox -e unit") with { RunsIn = SharedSystemScene.Plan });
        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.Equal(
            "Step 1 (`tox -e unit`) ended with status 127: the command 'tox' is not on Debian bookworm with jq. There is a package of that name; add it to the system of the job: .Apt(\"tox\").",
            outcome.Message);
        (outcome, _) = await scene.RunAsync(scene.Job("ps") with { RunsIn = SharedSystemScene.Plan });
        Assert.EndsWith("Add the Debian package that brings it to the system of the job: .Apt(\"PACKAGE\"). On a Debian bookworm, `apt-file search bin/ps` tells which.", outcome.Message, StringComparison.Ordinal);
    }

    [MakesSystemsFact]
    public async Task A_lock_gives_exactly_its_packages_and_is_a_declaration_of_its_own()
    {
        var before = Directory.GetDirectories(scene.Environments);
        var (_, first) = await scene.RunAsync(scene.Job("dpkg-query -W -f '${Package}=${Version}\\n' | LC_ALL=C sort") with { RunsIn = SharedSystemScene.Plan });
        var pinned = first.Lines.Single(line => line.StartsWith("jq=", StringComparison.Ordinal));
        var plan = new DebianPlan("bookworm", [pinned]) { LockFile = "ci/packages.lock" };
        var (outcome, output) = await RunLockedAsync(plan, first.Lines.Where(line => line.Contains('=', StringComparison.Ordinal) && !line.Contains(' ', StringComparison.Ordinal)));
        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        var added = Assert.Single(Directory.GetDirectories(scene.Environments).Except(before), folder => File.Exists(Path.Combine(folder, "packages.lock")) && File.ReadLines(Path.Combine(folder, "packages.lock")).Contains(pinned));
        Assert.Contains(before, folder => folder.Split('-')[^1] == added.Split('-')[^1]);
    }

    [MakesSystemsFact]
    public async Task What_of_a_lock_is_not_to_be_had_is_named_and_where_it_may_be()
    {
        var (_, first) = await scene.RunAsync(scene.Job("cat /var/lib/dpkg/status >/dev/null") with { RunsIn = SharedSystemScene.Plan });
        var name = Assert.Single(first.Told, line => line.StartsWith("It runs on", StringComparison.Ordinal)).Split(' ')[^1].TrimEnd('.');
        string[] packages = await File.ReadAllLinesAsync(Path.Combine(scene.Environments, name, "packages.lock"));
        var jq = packages.Single(package => package.StartsWith("jq=", StringComparison.Ordinal));
        var mawk = packages.Single(package => package.StartsWith("mawk=", StringComparison.Ordinal));
        var plan = new DebianPlan("bookworm", ["jq"]) { LockFile = "ci/packages.lock" };
        var (outcome, _) = await RunLockedAsync(plan, packages.Except([jq, mawk]).Append("jq=0.9").Append("gone=1.0"));
        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.Equal(
            $"Debian bookworm with jq as in ci/packages.lock cannot be made as ci/packages.lock says. It differs in: gone=1.0 (not needed any more), jq=0.9 (got {jq[3..]}), {mawk} (not in the lock). "
            + "Mirrors keep only the newest versions: write the lock anew, or have the server's setting debianMirror name an archive of snapshots.",
            outcome.Message);
    }

    [MakesSystemsFact]
    public async Task Two_versions_of_a_language_are_used_side_by_side()
    {
        var builds = await Task.WhenAll(new[] { "bookworm", "trixie" }.Select(release =>
            scene.RunAsync(scene.Job("python3 -c 'import sys; print(\"python %d.%d\" % sys.version_info[:2])'") with { RunsIn = new DebianPlan(release, ["python3-minimal"]) })));
        Assert.All(builds, build => Assert.True(build.Outcome.Result == BuildResult.Success, $"{build.Outcome.Message}\n{build.Output.Text}"));
        Assert.Equal(["python 3.11", "python 3.13"], builds.Select(build => build.Output.Told[^1]));
    }

    [MakesSystemsFact]
    public async Task A_package_that_does_not_exist_fails_the_build_with_its_name()
    {
        var (outcome, _) = await scene.RunAsync(scene.Job("true") with { RunsIn = new DebianPlan("bookworm", ["no-such-package-anywhere"]) });
        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.Equal("Debian bookworm with no-such-package-anywhere cannot be made as it is declared: Unable to locate package no-such-package-anywhere.", outcome.Message);
    }

    // To apt it would be a pattern that fits libjq1.
    [MakesSystemsFact]
    public async Task A_package_with_a_dot_in_its_name_is_no_pattern()
    {
        var (outcome, output) = await scene.RunAsync(scene.Job("true") with { RunsIn = new DebianPlan("bookworm", ["lib.q1"]) });
        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.StartsWith("Debian bookworm with lib.q1 cannot be made as it is declared: Unable to locate package lib.q1.", outcome.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("libjq1", output.Text, StringComparison.Ordinal);
    }

    [MakesSystemsFact]
    public async Task A_release_that_does_not_exist_fails_the_build_with_its_name()
    {
        var (outcome, _) = await scene.RunAsync(scene.Job("true") with { RunsIn = new DebianPlan("nowhere", []) });
        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.StartsWith("Debian nowhere cannot be made as it is declared: The repository '", outcome.Message, StringComparison.Ordinal);
    }

    private async Task<(BuildOutcome Outcome, BuildTranscript Output)> RunLockedAsync(DebianPlan plan, IEnumerable<string> packages)
    {
        var workspace = scene.NewWorkspace();
        Directory.CreateDirectory(Path.Combine(workspace, "ci"));
        await File.WriteAllLinesAsync(Path.Combine(workspace, "ci", "packages.lock"), packages);
        return await scene.RunAsync(scene.Job("true") with { RunsIn = plan }, workspace: workspace);
    }
}

using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>The job for iOS of the plugin's page, with a stand-in for <c>xcodebuild</c>. That the page's script is valid the tests of all pages show.</summary>
public sealed partial class XcodeTests
{
    private const string StandIn = """
        #!/bin/sh
        echo "xcodebuild $1 for $3"
        case $1 in
            build-for-testing) mkdir -p build/Build/Products/Debug-iphonesimulator/Wiki.app && echo app > build/Build/Products/Debug-iphonesimulator/Wiki.app/Wiki ;;
            test-without-building) mkdir -p build/tests.xcresult && ! grep -rq 'fails' Tests ;;
        esac
        """;

    [SshTheory]
    [InlineData("passes", BuildResult.Success)]
    [InlineData("fails", BuildResult.Failure)]
    public async Task The_job_of_the_page_builds_tests_and_hands_on(string test, BuildResult expected)
    {
        await using var scene = new SshScene(machine => machine with { Labels = ["macos"], TakesAll = false });
        var program = scene.Machine.PathTo("bin", "xcodebuild");
        await File.WriteAllTextAsync(program, StandIn);
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        var workspace = scene.Scene.NewWorkspace();
        Directory.CreateDirectory(Path.Combine(workspace, "Tests"));
        await File.WriteAllTextAsync(Path.Combine(workspace, "Tests", "WikiTests.swift"), test);
        var outbox = scene.Scene.NewOutbox("Wiki.tar.gz");
        var job = scene.Scene.Job([.. Command().Matches(await File.ReadAllTextAsync(SourceTree.PathTo("plugins", "Ssh", "README.md"))).Select(match => match.Groups[1].Value)]) with { Labels = ["macos"] };

        var (outcome, output) = await scene.Scene.RunAsync(job, workspace, outbox: outbox);

        Assert.True(outcome.Result == expected, $"{outcome.Message}\n{output.Text}");
        Assert.Equal(["xcodebuild build-for-testing for Wiki", "xcodebuild test-without-building for Wiki"], output.Lines);
        if (expected == BuildResult.Success)
        {
            Assert.Contains("Wiki.app/Wiki", FarMachine.Run("tar", "-tzf", Path.Combine(outbox.Folder, "Wiki.tar.gz")).Split('\n'));
        }
    }

    [GeneratedRegex("""\.Sh\("([^"]+)"\)""")]
    private static partial Regex Command();
}

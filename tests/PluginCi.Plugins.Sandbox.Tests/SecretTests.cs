using System.Collections.Immutable;
using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>Where others could see the value of a secret while a build has it.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Value = "s3cret of the 'job'\nin two lines";

    private readonly SandboxScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task While_a_step_has_it_no_argument_of_a_program_and_no_file_does()
    {
        using var builds = new ExecutorScene(_scene.Subject);
        builds.Environment = builds.Environment.Add("TOKEN", Value);
        var told = new BuildTranscript();
        using var cancel = new CancellationTokenSource();
        var running = builds.RunAsync(builds.Job("[ ${#TOKEN} = 32 ] && echo up; sleep 1000") with { Secrets = Secrets }, output: told, cancellationToken: cancel.Token);
        await told.LineAsync("up");

        string[] programs = [.. Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(folder[6]) && Holds($"{folder}/cmdline"))];
        string[] files = [.. new[] { _scene.Data, builds.Root }.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Where(Holds)];
        await cancel.CancelAsync();

        Assert.Equal(BuildResult.Cancelled, (await running).Outcome.Result);
        Assert.Empty(programs);
        Assert.Empty(files);
    }

    [Fact]
    public void The_program_of_a_sandbox_gives_it_to_no_program_as_an_argument()
    {
        var request = new BuildRequest
        {
            Build = new BuildId("b"),
            Job = _scene.Job("true") with { Secrets = Secrets },
            Workspace = "/nowhere",
            StartIn = ".",
            Environment = ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", Value).Add("PLAIN", "plain"),
        };

        var program = StepDriver.Write(request, "", null);

        Assert.DoesNotContain("s3cret", program, StringComparison.Ordinal);
        Assert.Contains("'PLAIN=plain'", program, StringComparison.Ordinal);
    }

    private static ImmutableSortedDictionary<string, string> Secrets => ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", "upload");

    private static bool Holds(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path)).Contains("s3cret of the", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return false;
        }
    }
}

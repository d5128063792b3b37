using System.Collections.Immutable;
using System.Diagnostics;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>Where nodes could see the value of a secret.</summary>
public sealed class SecretTests
{
    private const string Value = "it's $HOME\n  in \"two\" lines\n";

    [Fact]
    public async Task The_program_of_a_build_gives_it_to_its_steps_and_to_no_program_as_an_argument()
    {
        var folder = Directory.CreateTempSubdirectory("pluginci-secret-").FullName;
        try
        {
            var request = new BuildRequest
            {
                Build = new BuildId("b"),
                Job = new JobPlan { Name = "upload", Steps = [new ShellStep("printf '<%s> %s' \"$TOKEN\" \"$PLAIN\"")], Secrets = ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", "upload") },
                Workspace = "/nowhere",
                StartIn = ".",
                Environment = ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", Value).Add("PLAIN", "plain"),
            };

            // The folder of the pod is elsewhere here.
            var program = StepProgram.Write(request, "mark").Replace(StepProgram.Workspace, folder, StringComparison.Ordinal);
            Assert.DoesNotContain("env 'PLAIN=plain' 'TOKEN", program, StringComparison.Ordinal);
            Assert.DoesNotContain("'TOKEN=", program, StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(folder, "program"), program);
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", [Path.Combine(folder, "program")]) { RedirectStandardOutput = true })!;
            var said = await process.StandardOutput.ReadToEndAsync();

            Assert.Contains($"<{Value}> plain", said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

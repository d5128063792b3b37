using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>Three builds that declared the same system and started at once; the first was cancelled while the system was made.</summary>
public sealed class SharedSystemScene() : SandboxScene(new SandboxSettings(), MakingDeadline), IAsyncLifetime
{
    private readonly List<(BuildOutcome Outcome, BuildTranscript Output)> _builds = [];

    public static DebianPlan Plan { get; } = new("bookworm", ["jq"]);

    public (BuildOutcome Outcome, BuildTranscript Output) Cancelled { get; private set; }

    public IReadOnlyList<(BuildOutcome Outcome, BuildTranscript Output)> Builds => _builds;

    public string Environments => Path.Combine(Data, "environments");

    public async Task InitializeAsync()
    {
        if (!MakesSystemsFactAttribute.CanMake)
        {
            return;
        }

        var marker = Path.Combine(Root, "of-the-machine");
        await File.WriteAllTextAsync(marker, "");
        var job = Job(
            "jq -n '1 + 1'",
            ". /etc/os-release; echo $VERSION_CODENAME",
            $"cat {marker} 2>/dev/null || echo nothing of the machine; command -v git python3 dotnet || echo no other programs",
            "find / -xdev -type f -perm /6000 | grep . || echo nothing with rights of its own",
            "touch /usr/mine /etc/mine /run/mine /mine 2>/dev/null || echo read-only",
            "echo $(id -u) >/tmp/a; cat /var/tmp/a");
        using var cancellation = new CancellationTokenSource();
        var output = new BuildTranscript();
        var first = RunAsync(Job("true") with { RunsIn = Plan }, output: output, cancellationToken: cancellation.Token);
        await output.LineAsync("Debian bookworm with jq is made, once for all builds that run on it.");
        var others = Task.WhenAll(RunAsync(job with { RunsIn = Plan }), RunAsync(job with { RunsIn = Plan }));
        await cancellation.CancelAsync();
        Cancelled = await first;
        _builds.AddRange(await others);
    }

    public Task DisposeAsync() => Task.CompletedTask;
}

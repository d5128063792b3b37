using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Ssh;

/// <summary>Runs builds on one machine, over ssh. They outlive the server.</summary>
internal sealed class SshExecutor : ILastingExecutor, IAsyncDisposable
{
    // The system takes no longer path for a socket; ssh adds a few letters of its own for a moment.
    private const int LongestSocket = 88;

    private readonly SshMachine _machine;
    private readonly string _archives;

    public SshExecutor(MachineSettings machine, SshSettings settings, ServerIdentity server, string dataDirectory, TimeProvider clock, ILogger logger)
    {
        _archives = Directory.CreateDirectory(Path.Combine(dataDirectory, "archives")).FullName;
        foreach (var left in Directory.EnumerateFiles(_archives))
        {
            File.Delete(left);
        }

        _machine = new SshMachine(machine, settings, server, SocketOf(machine, dataDirectory), clock, logger);
    }

    public string Name => _machine.Settings.Executor;

    public int Capacity => _machine.Settings.Capacity;

    public ImmutableArray<string> Labels => _machine.Settings.Labels;

    public string? FindObstacle(JobPlan job) =>
        job.Labels.IsEmpty && !_machine.Settings.TakesAll
            ? $"Executor '{Name}' takes only jobs that ask for it, as nothing holds builds apart there; write .Labels(\"{Labels.FirstOrDefault(Name)}\"), or set takesAll for the machine."
        : job.RunsIn is { } system ? $"Executor '{Name}' runs builds on the machine as it is, and the job runs on {system}; take .On(…) away or use another executor."
        : !job.Network.IsEmpty ? $"Executor '{Name}' does not keep builds from the network and has no proxy for them, and the job wants {string.Join(", ", job.Network)}; take .Network(…) away or use another executor."
        : !job.Dependencies.IsEmpty ? $"Executor '{Name}' has no way to the server's cache of dependencies, and the job wants {string.Join(", ", job.Dependencies)}; take .Dependencies(…) away or use another executor."
        : !job.Services.IsEmpty ? $"Executor '{Name}' has no services, and the job wants {string.Join(", ", job.Services.Select(service => service.Name))}; take .Service(…) away or use another executor."
        : !job.Caches.IsEmpty ? $"Executor '{Name}' keeps no folders from build to build, and the job wants some; take .Cache(…) away or use another executor."
        : !job.Secrets.IsEmpty ? $"Executor '{Name}' runs all builds by one account of its machine, so that others could read the secret {job.Secrets.Values.First()}; take .Secret(…) away or use another executor."
        : job.Pauses ? $"Executor '{Name}' has no builds that pause; take .Pauses() away or use another executor."
        : BuildWords.NoImages(Name, job);

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        RunLastingAsync(request, output, CancellationToken.None, cancellationToken);

    public async Task<BuildOutcome> RunLastingAsync(BuildRequest request, IBuildOutput output, CancellationToken letGo, CancellationToken cancellationToken)
    {
        using var stop = new Stop();
        await using var cancelled = cancellationToken.Register(() => stop.For(BuildResult.Cancelled, "The build was cancelled."));
        return await new MachineBuild(request, FindObstacle(request.Job), _machine, _archives, stop).RunAsync(output, letGo);
    }

    public ValueTask DisposeAsync() => _machine.DisposeAsync();

    private static string SocketOf(MachineSettings machine, string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, $"{machine.Name}.ssh");
        return path.Length <= LongestSocket ? path : Path.Combine(Directory.CreateTempSubdirectory("pluginci-ssh-").FullName, "s");
    }
}

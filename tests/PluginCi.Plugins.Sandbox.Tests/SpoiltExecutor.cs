using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>The sandbox with one mistake in what it is asked, tells or answers.</summary>
internal sealed class SpoiltExecutor(IPausingExecutor sound) : IPausingExecutor
{
    public Func<BuildRequest, BuildRequest> Request { get; init; } = request => request;

    public Func<IBuildOutput, IBuildOutput> Output { get; init; } = output => output;

    public Func<BuildRequest, IBuildOutput, BuildOutcome, BuildOutcome> Outcome { get; init; } = (_, _, outcome) => outcome;

    public Func<Func<CancellationToken, Task>, Func<CancellationToken, Task>> Pause { get; init; } = pause => pause;

    public bool IgnoresCancelling { get; init; }

    public bool ThrowsWhenCancelled { get; init; }

    public string Name => sound.Name;

    public int Capacity => sound.Capacity;

    public async Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) =>
        Finish(request, output, await sound.RunAsync(Request(request), Output(output), Token(cancellationToken)));

    public async Task<BuildOutcome> RunPausingAsync(BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken) =>
        Finish(request, output, await sound.RunPausingAsync(Request(request), Output(output), Pause(pause), Token(cancellationToken)));

    private CancellationToken Token(CancellationToken given) => IgnoresCancelling ? CancellationToken.None : given;

    private BuildOutcome Finish(BuildRequest request, IBuildOutput output, BuildOutcome outcome) =>
        ThrowsWhenCancelled && outcome.Result == BuildResult.Cancelled ? throw new OperationCanceledException() : Outcome(request, output, outcome);
}

/// <summary>An output that passes on what its parts do; at first everything.</summary>
internal sealed class SpoiltOutput(IBuildOutput sound) : IBuildOutput
{
    public Action<IBuildOutput, int, string> Started { get; init; } = (output, index, title) => output.StepStarted(index, title);

    public Action<IBuildOutput, int> Failed { get; init; } = (output, index) => output.StepFailed(index);

    public Action<IBuildOutput, string> Told { get; init; } = (output, line) => output.Line(line);

    public void StepStarted(int index, string title) => Started(sound, index, title);

    public void StepFailed(int index) => Failed(sound, index);

    public void Line(string line) => Told(sound, line);

    public Action<IBuildOutput, string, string> ServiceTold { get; init; } = (output, service, line) => output.ServiceLine(service, line);

    public void ServiceLine(string service, string line) => ServiceTold(sound, service, line);
}

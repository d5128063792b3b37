using System.Collections.Concurrent;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Machines that go on when the server dies: they hold each build until its end is taken.</summary>
internal sealed class Machines
{
    private readonly ConcurrentDictionary<BuildId, Held> _held = new();
    private readonly ConcurrentQueue<(BuildId Build, string What)> _history = new();

    /// <summary>What happened, in order: <c>starts</c>, <c>joined</c>, <c>let go</c>, <c>cancelled</c>, <c>taken</c>.</summary>
    public IReadOnlyCollection<(BuildId Build, string What)> History => _history;

    /// <summary>What a build waits for before it ends.</summary>
    public Func<BuildRequest, Task> During { get; set; } = _ => Task.CompletedTask;

    public async Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken letGo, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested && !_held.ContainsKey(request.Build))
        {
            Note(request, "cancelled");
            return new BuildOutcome(BuildResult.Cancelled, "It was cancelled.", TimeSpan.Zero);
        }

        var isNew = false;
        var held = _held.GetOrAdd(request.Build, _ =>
        {
            isNew = true;
            return new Held(RunAsync(request));
        });
        Note(request, isNew ? "starts" : "joined");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(letGo, cancellationToken);
        try
        {
            var outcome = await held.Outcome.WaitAsync(ending.Token);
            output.Line($"It ended with {outcome.Result}.");
            _held.TryRemove(request.Build, out _);
            Note(request, "taken");
            return outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _held.TryRemove(request.Build, out _);
            Note(request, "cancelled");
            return new BuildOutcome(BuildResult.Cancelled, "It was cancelled.", TimeSpan.Zero);
        }
        catch (OperationCanceledException)
        {
            Note(request, "let go");
            throw;
        }
    }

    private async Task<BuildOutcome> RunAsync(BuildRequest request)
    {
        // The checkout is the server's and goes with it.
        var fails = Directory.EnumerateFiles(request.Workspace, $"fail-{request.Job.Name}", SearchOption.AllDirectories).Any();
        await During(request);
        return new BuildOutcome(fails ? BuildResult.Failure : BuildResult.Success, fails ? "A test failed." : "All tests passed.", TimeSpan.FromSeconds(1));
    }

    private void Note(BuildRequest request, string what) => _history.Enqueue((request.Build, what));

    private sealed record Held(Task<BuildOutcome> Outcome);
}

using System.Collections.Immutable;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Scheduler;

namespace PluginCi.Server;

/// <summary>Evaluates the scheduler's scripts in the sandbox.</summary>
/// <param name="evaluator">The evaluator.</param>
public sealed class SandboxedScripts(ScriptEvaluator evaluator) : IScripts
{
    /// <inheritdoc/>
    public async Task<(Plan? Plan, ImmutableArray<Diagnostic> Diagnostics)> EvaluateProjectAsync(
        ImmutableSortedDictionary<string, string> files, ImmutableArray<string> pipelines, CancellationToken cancellationToken)
    {
        var evaluation = await GuardedAsync(() => evaluator.EvaluateProjectAsync(SourceOf(files), pipelines, cancellationToken));
        return (evaluation.Value, evaluation.Diagnostics);
    }

    /// <inheritdoc/>
    public async Task<(SitePlan? Site, ImmutableArray<Diagnostic> Diagnostics)> EvaluateSiteAsync(
        ImmutableSortedDictionary<string, string> files, CancellationToken cancellationToken)
    {
        var evaluation = await GuardedAsync(() => evaluator.EvaluateSiteAsync(new ScriptSource(PipelineFiles.Site, files), cancellationToken));
        return (evaluation.Value, evaluation.Diagnostics);
    }

    /// <inheritdoc/>
    public Task<(ImmutableArray<PolicyMatch> Held, ImmutableArray<Diagnostic> Diagnostics)> JudgeAsync(PolicyCase judged, CancellationToken cancellationToken) =>
        GuardedAsync(() => evaluator.JudgeAsync(judged, cancellationToken));

    /// <inheritdoc/>
    public Task PrepareProjectsAsync(
        IReadOnlyList<ImmutableSortedDictionary<string, string>> projects, ImmutableArray<string> pipelines, CancellationToken cancellationToken) =>
        GuardedAsync(async () => await evaluator.EvaluateProjectsAsync([.. projects.Select(SourceOf)], pipelines, cancellationToken));

    private static ScriptSource SourceOf(ImmutableSortedDictionary<string, string> files) => new(PipelineFiles.FindEntry(files.ContainsKey) ?? PipelineFiles.Script, files);

    // A sandbox that cannot start is the machine's trouble, never the change's: it is tried again until somebody mends it.
    private static async Task<T> GuardedAsync<T>(Func<Task<T>> evaluate)
    {
        try
        {
            return await evaluate();
        }
        catch (InvalidOperationException exception)
        {
            throw new OutsideException(exception.Message, isTransient: true, exception);
        }
    }
}

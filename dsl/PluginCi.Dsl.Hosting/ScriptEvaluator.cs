using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>Evaluates scripts to plans, each in a process of its own in a sandbox, and remembers the plans. Safe to use from any thread.</summary>
public sealed class ScriptEvaluator : IDisposable
{
    // As many scripts share the start of an evaluator, and what one of them leaves goes with it.
    private const int BatchSize = 200;

    // Each may have all the memory that scripts may have.
    private const int MostBatches = 4;

    private readonly WarmEvaluators _warm;
    private readonly SingleEvaluation _single;
    private readonly BatchEvaluation _batch;
    private readonly PlanCache _cache;
    private readonly SemaphoreSlim _running;
    private readonly ImmutableSortedDictionary<string, string> _libraries;
    private readonly SemaphoreSlim _together;
    private readonly int _concurrency;

    /// <summary>Makes an evaluator; nothing is started until the first script.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="clock">The clock for the time limit.</param>
    /// <param name="logger">Where it logs.</param>
    public ScriptEvaluator(ScriptEvaluatorOptions options, TimeProvider clock, ILogger<ScriptEvaluator> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _libraries = options.Libraries.ToImmutableSortedDictionary(library => library.Name, library => library.Hash);
        _warm = new WarmEvaluators(options, logger);
        _single = new SingleEvaluation(options, _warm, clock, logger);
        _batch = new BatchEvaluation(options, clock);
        _cache = new PlanCache(options.CacheDirectory, options.CachedPlans, clock);
        _running = new SemaphoreSlim(options.Concurrency);
        _concurrency = Math.Min(options.Concurrency, MostBatches);
        _together = new SemaphoreSlim(_concurrency);
    }

    /// <summary>Evaluates a project's script.</summary>
    /// <param name="source">The script.</param>
    /// <param name="knownPipelines">The pipelines that it may name.</param>
    /// <param name="cancellationToken">Ends the call and the process.</param>
    /// <returns>The plan or the errors.</returns>
    /// <exception cref="EvaluationException">The sandbox cannot be started; the message says what to do.</exception>
    public async Task<Evaluation<Plan>> EvaluateProjectAsync(
        ScriptSource source, ImmutableArray<string> knownPipelines, CancellationToken cancellationToken)
    {
        var (response, isFromCache) = await EvaluateAsync(RequestFor(source, isSite: false, knownPipelines), cancellationToken);
        return new Evaluation<Plan>(response.Plan, response.Diagnostics, isFromCache);
    }

    /// <summary>Evaluates the script of a site.</summary>
    /// <param name="source">The script.</param>
    /// <param name="cancellationToken">Ends the call and the process.</param>
    /// <returns>The site or the errors.</returns>
    /// <exception cref="EvaluationException">The sandbox cannot be started; the message says what to do.</exception>
    public async Task<Evaluation<SitePlan>> EvaluateSiteAsync(ScriptSource source, CancellationToken cancellationToken)
    {
        var (response, isFromCache) = await EvaluateAsync(RequestFor(source, isSite: true, []), cancellationToken);
        return new Evaluation<SitePlan>(response.Site, response.Diagnostics, isFromCache);
    }

    /// <summary>Asks which policies hold for which jobs. What they say of a script is asked in another process than the script was evaluated in, which it cannot have altered.</summary>
    /// <param name="judged">The jobs and the policies.</param>
    /// <param name="cancellationToken">Ends the call and the process.</param>
    /// <returns>The policies that hold; errors where one could not be asked, and then the jobs must not run.</returns>
    /// <exception cref="EvaluationException">The sandbox cannot be started; the message says what to do.</exception>
    public async Task<(ImmutableArray<PolicyMatch> Held, ImmutableArray<Diagnostic> Diagnostics)> JudgeAsync(PolicyCase judged, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(judged);
        var request = new EvaluationRequest { IsSite = false, Entry = PipelineFiles.Site, Files = ImmutableSortedDictionary<string, string>.Empty, Case = judged, Pipelines = [] };
        var (response, _) = await EvaluateAsync(request, cancellationToken);
        return (response.Held, response.Diagnostics);
    }

    /// <summary>
    /// Evaluates the scripts of many projects, for example of a whole site. Several share a process, so they must be of branches that were merged with the
    /// consent of who may; what somebody proposes is evaluated by <see cref="EvaluateProjectAsync"/>.
    /// </summary>
    /// <param name="sources">The scripts.</param>
    /// <param name="knownPipelines">The pipelines that they may name.</param>
    /// <param name="cancellationToken">Ends the call and the processes.</param>
    /// <returns>The plan or the errors of each, in the order of the scripts, as if each was evaluated alone.</returns>
    /// <exception cref="EvaluationException">The sandbox cannot be started; the message says what to do.</exception>
    public async Task<ImmutableArray<Evaluation<Plan>>> EvaluateProjectsAsync(
        IReadOnlyList<ScriptSource> sources, ImmutableArray<string> knownPipelines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sources);
        (EvaluationRequest Request, string Key)[] all = [.. sources.Select(source => RequestFor(source, isSite: false, knownPipelines)).Select(request => (request, PlanCache.KeyOf(request)))];
        (EvaluationRequest Request, string Key)[] missing = [.. all.DistinctBy(one => one.Key).Where(one => _cache.Find(one.Key) is null && !NamesLibrary(one.Request))];
        if (missing.Length > 1)
        {
            var size = Math.Clamp((missing.Length + _concurrency - 1) / _concurrency, 1, BatchSize);
            await Task.WhenAll(missing.Chunk(size).Select(requests => EvaluateTogetherAsync(requests, cancellationToken)));
        }

        var answers = await Task.WhenAll(all.Select(one => EvaluateAsync(one.Request, one.Key, cancellationToken)));
        return [.. answers.Select(answer => new Evaluation<Plan>(answer.Response.Plan, answer.Response.Diagnostics, answer.IsFromCache))];
    }

    /// <summary>Completes when the evaluators that were started beforehand wait for their scripts.</summary>
    public Task WhenWarm => _warm.WhenWarm;

    /// <inheritdoc/>
    public void Dispose()
    {
        _running.Dispose();
        _together.Dispose();
        _warm.Dispose();
    }

    private EvaluationRequest RequestFor(ScriptSource source, bool isSite, ImmutableArray<string> pipelines)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new EvaluationRequest
        {
            IsSite = isSite,
            Entry = source.Entry,
            Files = source.Files,
            Pipelines = pipelines,
            Libraries = _libraries,
        };
    }

    // A library is code that no list of what is allowed was held against: what it leaves behind, no other script meets.
    private bool NamesLibrary(EvaluationRequest request) =>
        _libraries.Keys.Any(name => request.Files.Values.Any(text => text.Contains($"{name}.dll", StringComparison.OrdinalIgnoreCase)));

    // What gives no plan here is evaluated alone, so that each script answers for itself. A change that waits for its one script does not wait for these.
    private async Task EvaluateTogetherAsync((EvaluationRequest Request, string Key)[] scripts, CancellationToken cancellationToken)
    {
        await _together.WaitAsync(cancellationToken);
        try
        {
            for (var done = 0; done < scripts.Length;)
            {
                var first = done;
                done += await _batch.RunAsync(
                    [.. scripts[first..].Select(script => script.Request)], (index, response) => _cache.Keep(scripts[first + index].Key, response), cancellationToken);
            }
        }
        finally
        {
            _together.Release();
        }
    }

    private Task<(EvaluationResponse Response, bool IsFromCache)> EvaluateAsync(EvaluationRequest request, CancellationToken cancellationToken) =>
        EvaluateAsync(request, PlanCache.KeyOf(request), cancellationToken);

    private async Task<(EvaluationResponse Response, bool IsFromCache)> EvaluateAsync(EvaluationRequest request, string key, CancellationToken cancellationToken)
    {
        if (_cache.Find(key) is { } known)
        {
            return (known, true);
        }

        await _running.WaitAsync(cancellationToken);
        try
        {
            // Somebody may have asked the same while this one waited.
            if (_cache.Find(key) is { } meanwhile)
            {
                return (meanwhile, true);
            }

            var (response, isLasting) = await _single.RunAsync(request, cancellationToken);
            if (isLasting)
            {
                _cache.Keep(key, response);
            }

            return (response, false);
        }
        finally
        {
            _running.Release();
        }
    }
}

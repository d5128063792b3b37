using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>Evaluates scripts to plans, each in a process of its own in a sandbox, and remembers the plans. Safe to use from any thread.</summary>
public sealed class ScriptEvaluator : IDisposable
{
    private readonly EvaluatorProcess _process;
    private readonly PlanCache _cache;
    private readonly SemaphoreSlim _running;
    private readonly ScriptEvaluatorOptions _options;

    /// <summary>Makes an evaluator; nothing is started until the first script.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="clock">The clock for the time limit.</param>
    /// <param name="logger">Where it logs.</param>
    public ScriptEvaluator(ScriptEvaluatorOptions options, TimeProvider clock, ILogger<ScriptEvaluator> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _process = new EvaluatorProcess(options, clock, logger);
        _cache = new PlanCache(options.CacheDirectory);
        _running = new SemaphoreSlim(options.Concurrency);
    }

    /// <summary>Evaluates a project's script.</summary>
    /// <param name="source">The script.</param>
    /// <param name="knownPipelines">The pipelines that it may name.</param>
    /// <param name="cancellationToken">Ends the call and the process.</param>
    /// <returns>The plan or the errors.</returns>
    /// <exception cref="InvalidOperationException">The sandbox cannot be started; the message says what to do.</exception>
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
    /// <exception cref="InvalidOperationException">The sandbox cannot be started; the message says what to do.</exception>
    public async Task<Evaluation<SitePlan>> EvaluateSiteAsync(ScriptSource source, CancellationToken cancellationToken)
    {
        var (response, isFromCache) = await EvaluateAsync(RequestFor(source, isSite: true, []), cancellationToken);
        return new Evaluation<SitePlan>(response.Site, response.Diagnostics, isFromCache);
    }

    /// <summary>Asks which policies hold for which jobs. What they say of a script is asked in another process than the script was evaluated in, which it cannot have altered.</summary>
    /// <param name="judged">The jobs and the policies.</param>
    /// <param name="cancellationToken">Ends the call and the process.</param>
    /// <returns>The policies that hold; errors where one could not be asked, and then the jobs must not run.</returns>
    /// <exception cref="InvalidOperationException">The sandbox cannot be started; the message says what to do.</exception>
    public async Task<(ImmutableArray<PolicyMatch> Held, ImmutableArray<Diagnostic> Diagnostics)> JudgeAsync(PolicyCase judged, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(judged);
        var request = new EvaluationRequest { IsSite = false, Entry = "site.csx", Files = ImmutableSortedDictionary<string, string>.Empty, Case = judged, Pipelines = [] };
        var (response, _) = await EvaluateAsync(request, cancellationToken);
        return (response.Held, response.Diagnostics);
    }

    /// <inheritdoc/>
    public void Dispose() => _running.Dispose();

    private EvaluationRequest RequestFor(ScriptSource source, bool isSite, ImmutableArray<string> pipelines)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new EvaluationRequest
        {
            IsSite = isSite,
            Entry = source.Entry,
            Files = source.Files,
            Pipelines = pipelines,
            Libraries = _options.Libraries.ToImmutableSortedDictionary(library => library.Name, library => library.Hash),
        };
    }

    private async Task<(EvaluationResponse Response, bool IsFromCache)> EvaluateAsync(EvaluationRequest request, CancellationToken cancellationToken)
    {
        var key = PlanCache.KeyOf(request);
        if (_cache.Find(key) is { } known)
        {
            return (known, true);
        }

        await _running.WaitAsync(cancellationToken);
        try
        {
            KeptLibraries.Keep(_options);

            // Somebody may have asked the same while this one waited.
            if (_cache.Find(key) is { } meanwhile)
            {
                return (meanwhile, true);
            }

            var (response, isLasting) = await _process.RunAsync(request, cancellationToken);
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

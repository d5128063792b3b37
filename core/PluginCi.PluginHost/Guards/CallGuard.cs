using Microsoft.Extensions.Logging;
using PluginCi.Plugin;
using Polly;
using Polly.CircuitBreaker;

namespace PluginCi.Plugins;

/// <summary>Stands between the server and one plugin: limits the time of each call, turns whatever it throws into an <see cref="OutsideException"/>,
/// and gives it a rest when it keeps failing.</summary>
internal sealed class CallGuard
{
    private readonly string _id;
    private readonly TimeSpan _timeLimit;
    private readonly Health _health;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _breaker;

    public CallGuard(string id, TimeSpan timeLimit, Health health, TimeProvider clock, ILogger logger)
    {
        _id = id;
        _timeLimit = timeLimit;
        _health = health;
        _clock = clock;
        _logger = logger;

        // Five failures in half a minute with hardly a success between: a plugin that is down is asked every five seconds, not all the time.
        _breaker = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.9,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
            })
            .Build();
    }

    /// <summary>A call that must end within the time limit, also when the plugin ignores its token.</summary>
    public async Task<T> CallAsync<T>(string member, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _breaker.ExecuteAsync(async token => await LimitedAsync(member, call, token), cancellationToken);
        }
        catch (BrokenCircuitException exception)
        {
            throw new OutsideException($"Plugin '{_id}' failed several times in a row and rests for some seconds; its last trouble: {_health.Message}", isTransient: true, exception);
        }
    }

    /// <summary>A call that lives as long as it lives: its exceptions are guarded, its time is not.</summary>
    /// <param name="member">What is called.</param>
    /// <param name="call">Calls it.</param>
    /// <param name="cancellationToken">What it is cancelled by.</param>
    /// <param name="other">What it is also cancelled by. Not linked with the first: whoever waits for one of them would be told before the link.</param>
    public async Task<T> RunAsync<T>(string member, Func<Task<T>> call, CancellationToken cancellationToken, CancellationToken other = default)
    {
        try
        {
            var result = await call();
            _health.Succeeded();
            return result;
        }
        catch (Exception exception) when (!IsOwnCancellation(exception, cancellationToken, other))
        {
            throw Translate(member, exception);
        }
    }

    private async Task<T> LimitedAsync<T>(string member, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return await RunAsync(
            member,
            async () =>
            {
                try
                {
                    return await Task.Run(() => call(limited.Token), CancellationToken.None).WaitAsync(_timeLimit, _clock, cancellationToken);
                }
                catch (TimeoutException exception)
                {
                    await limited.CancelAsync();
                    throw new OutsideException($"{member} of plugin '{_id}' did not return within {_timeLimit.TotalSeconds} s.", isTransient: true, exception);
                }
            },
            cancellationToken);
    }

    private static bool IsOwnCancellation(Exception exception, CancellationToken cancellationToken, CancellationToken other) =>
        exception is OperationCanceledException && (cancellationToken.IsCancellationRequested || other.IsCancellationRequested);

    private OutsideException Translate(string member, Exception exception)
    {
        var outside = exception as OutsideException
            ?? new OutsideException($"{member} of plugin '{_id}' failed: {exception.Message}", isTransient: false, exception);
        _health.Failed(outside.Message);
        Log.CallFailed(_logger, _id, member, exception);
        return outside;
    }
}

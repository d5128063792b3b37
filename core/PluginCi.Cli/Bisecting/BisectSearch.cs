using PluginCi.Gating;

namespace PluginCi.Cli;

/// <summary>Tries a job on states, several at once, until the first is known on which it fails.</summary>
/// <param name="states">The states.</param>
/// <param name="probe">Tries the job on a state once. Called from several threads.</param>
/// <param name="capacity">How many states are tried at once, 1 or more.</param>
/// <param name="attempts">How often a state that fails is tried before the failure counts, 1 or more; a pass ends it, as in the gate.</param>
internal sealed class BisectSearch(
    IReadOnlyList<BisectState> states, Func<BisectState, CancellationToken, Task<Probe>> probe, int capacity, int attempts)
{
    /// <param name="tell">Told of each state that was tried, one at a time.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<BisectReport> RunAsync(Action<int, BisectReport.Try> tell, CancellationToken cancellationToken)
    {
        var search = new Bisection(states.Count);
        var tried = new List<BisectReport.Try>();
        var rounds = 0;
        while (search.Next(capacity) is { Length: > 0 } places)
        {
            rounds++;
            foreach (var together in places.Chunk(capacity))
            {
                await foreach (var ended in Task.WhenEach(together.Select(place => TryAsync(place, cancellationToken))))
                {
                    var one = await ended;
                    tried.Add(one);
                    search = search.With(one.Place, one.Last.Verdict);
                    tell(rounds, one);
                }
            }
        }

        return new BisectReport(search.Finding!, rounds, [.. tried.OrderBy(one => one.Place)]);
    }

    private async Task<BisectReport.Try> TryAsync(int place, CancellationToken cancellationToken)
    {
        var hasFailed = false;
        for (var attempt = 1; ; attempt++)
        {
            var last = await probe(states[place], cancellationToken);
            if (last.Verdict != ProbeVerdict.Failed || attempt >= attempts)
            {
                return new BisectReport.Try(place, states[place], attempt, hasFailed && last.Verdict == ProbeVerdict.Passed, last);
            }

            hasFailed = true;
        }
    }
}

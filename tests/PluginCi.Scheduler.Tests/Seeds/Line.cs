using PluginCi.Git;
using PluginCi.Simulation;

namespace PluginCi.Scheduler.Seeds;

/// <summary>The line from one life of a server to the outside: every call takes steps, during which all else goes on, and may fail or hang.</summary>
internal sealed class Line(Dice dice, Weather weather, SeededClock clock, Trace trace)
{
    private readonly List<Action> _underWay = [];

    public Weather Weather => weather;

    public Dice Dice => dice;

    public SeededClock Clock => clock;

    public async Task<T> CallAsync<T>(string what, Func<T> act, Func<string, Exception> trouble, CancellationToken cancellationToken)
    {
        void LateEffect()
        {
            try
            {
                act();
                trace.Write($"{what}, at last");
            }
            catch (Exception exception) when (exception is GitException or IOException)
            {
                trace.Write($"{what}, too late");
            }
        }

        _underWay.Add(LateEffect);
        try
        {
            await Task.Yield();
            if (weather.Strikes(Fault.CallSlow))
            {
                await Task.Delay(TimeSpan.FromSeconds(dice.Roll(1, 90)), clock, cancellationToken);
            }
        }
        finally
        {
            _underWay.Remove(LateEffect);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (weather.Strikes(Fault.CallFails))
        {
            trace.Write($"{what}: fails");
            throw trouble($"{what} failed.");
        }

        var answer = act();
        trace.Write(what);
        if (weather.Strikes(Fault.AnswerLost))
        {
            trace.Write($"{what}: its answer is lost");
            throw trouble($"The answer to {what} was lost.");
        }

        await Task.Yield();
        return answer;
    }

    /// <summary>What was asked for and is not done yet, when the server dies.</summary>
    public IReadOnlyList<Action> Cut() => [.. _underWay];
}

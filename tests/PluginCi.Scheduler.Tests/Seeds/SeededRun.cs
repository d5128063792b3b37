using PluginCi.Storage;

namespace PluginCi.Scheduler.Seeds;

/// <summary>One run of a seed: a day of bad weather with several lives of the server, then fair weather until nothing more happens, then a look at everything.</summary>
internal sealed class SeededRun : IDisposable
{
    private const int MostSteps = 200_000;

    private static readonly DateTimeOffset Morning = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongestCalm = TimeSpan.FromHours(3);

    private readonly Outside _outside;
    private readonly People _people;
    private readonly Operators _operators;
    private readonly List<Action> _late = [];
    private Life _life;
    private int _movesLeft;
    private int _steps;

    private SeededRun(ulong seed)
    {
        _outside = new Outside(seed);
        _people = new People(_outside);
        _operators = new Operators(_outside);
        _movesLeft = _outside.Dice.Roll(5, 25);
        _life = new Life(_outside, Morning);
        _outside.Trace.Write($"Seed {seed}; what goes wrong: {_outside.Weather}");
    }

    /// <summary>Plays a seed.</summary>
    public static SeedResult Play(ulong seed)
    {
        using var run = new SeededRun(seed);
        string? fault = null;
        try
        {
            run._life.Start();
            run.PlayDay();
            run.CalmDown();
            new EndWatch(run._outside, run._life).Check();
        }
#pragma warning disable CA1031 // Whatever it is, it needs its seed and its trace.
        catch (Exception found)
#pragma warning restore CA1031
        {
            fault = found is SeedFault ? found.Message : found.ToString();
        }

        return new SeedResult(seed, fault, run._outside.Trace.Fingerprint(), run._outside.Trace.ToString(), run._steps);
    }

    public void Dispose()
    {
        Drop();
        _outside.Dispose();
    }

    private void PlayDay()
    {
        while (_movesLeft > 0)
        {
            var roll = _outside.Dice.Roll(1000);
            if (_life.Loop.HasReady && roll >= 20)
            {
                Step(_life.Loop.RunOne);
                new EndWatch(_outside, _life).CheckBuilds();
            }
            else if (roll < 10 || (!_life.Loop.HasReady && roll < 600))
            {
                _movesLeft--;
                Move();
            }
            else
            {
                Step(_life.Clock.RingNext);
            }
        }
    }

    private void Move()
    {
        if (_late.Count > 0)
        {
            var late = _outside.Dice.Pick(_late);
            _late.Remove(late);
            late();
        }

        if (_outside.Dice.Chance(15))
        {
            _operators.Act(_life);
        }
        else
        {
            _people.Act(_life.Clock.Now);
        }
    }

    private void Step(Action step)
    {
        SeedFault.Demand(++_steps < MostSteps, $"after {MostSteps} steps it still goes on");
        step();
        SeedFault.Demand(!_life.Loop.HasStrangers, "something ran on another thread, so that the seed does not decide everything");
        if (_life.End is { } end)
        {
            SeedFault.Demand(!_outside.Weather.IsFair && end is StorageException, $"the server ended by {end}");
            _outside.Trace.Write($"** the server ends: {end.Message}");
            Restart();
        }
        else if (_life.IsDead || _outside.Weather.Strikes(Fault.Crash))
        {
            _outside.Trace.Write("** the server is killed");
            Restart();
        }
    }

    private void Restart()
    {
        _late.AddRange(_life.Line.Cut().Where(_ => _outside.Weather.Strikes(Fault.LateEffect)));
        Drop();
        _life = new Life(_outside, _life.Clock.Now);
        _life.Start();
    }

    // It finishes at once: nobody writes any more.
    private void Drop() => _life.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void CalmDown()
    {
        _outside.Trace.Write("** the weather is fair from now on");
        _outside.Weather.ClearUp();
        _late.ForEach(late => late());
        if (_life.IsDead || _life.End is StorageException)
        {
            Restart();
        }

        RunFor(Outside.Round);
        if (_outside.Dice.Chance(80))
        {
            _operators.ThawAll(_life);
        }

        var watch = new EndWatch(_outside, _life);
        var end = _life.Clock.Now + LongestCalm;
        do
        {
            RunFor(Outside.Round);
        }
        while (_life.Clock.Now < end && watch.Unfinished().Any());

        SeedFault.Demand(!watch.Unfinished().Any(), $"after {LongestCalm.TotalHours} h of fair weather it is not done: {string.Join("; ", watch.Unfinished())}");
    }

    private void RunFor(TimeSpan time)
    {
        var end = _life.Clock.Now + time;
        while (_life.Loop.HasReady || _life.Clock.Now < end)
        {
            Step(_life.Loop.HasReady ? _life.Loop.RunOne : _life.Clock.RingNext);
        }
    }
}

namespace PluginCi.Cli;

/// <summary>Measures the processor time of the gate's decisions: of all threads, so that what the garbage collector costs counts.</summary>
internal static class GateBench
{
    private const int Window = 20;

    // The runtime compiles what runs often anew; before that a decision costs several times as much.
    private const int WarmUps = 40;

    private const int Rounds = 9;

    // These take long, and differ less from round to round.
    private const int LongRounds = 5;

    public static Task<IReadOnlyList<BenchFigure>> RunAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; round < WarmUps; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            new GateLoad(Window).Flow(200);
            Reset(20)();
        }

        IReadOnlyList<BenchFigure> figures =
        [
            Measure("gate.flow.200.cpu_ms", Rounds, () => Flow(200), cancellationToken),
            Measure("gate.flow.1000.cpu_ms", Rounds, () => Flow(1000), cancellationToken),
            Measure("gate.reset.200.cpu_ms", Rounds, () => Reset(200), cancellationToken),
            Measure("gate.flow.10000x100.cpu_ms", LongRounds, () => ManyQueues(100, 10_000), cancellationToken),
        ];
        return Task.FromResult(figures);
    }

    /// <summary>So many changes from their approval to their merge.</summary>
    private static Action Flow(int changes)
    {
        var load = new GateLoad(Window);
        return () => load.Flow(changes);
    }

    /// <summary>The head of a queue with all its changes under test fails, and all behind it are prepared anew.</summary>
    private static Action Reset(int changes)
    {
        var load = new GateLoad(GateLoad.NoWindow);
        load.Approve(changes);
        load.Prepare();
        return load.FailHead;
    }

    private static Action ManyQueues(int queues, int changes)
    {
        var loads = Enumerable.Range(0, queues).Select(_ => new GateLoad(Window)).ToArray();
        return () => Array.ForEach(loads, load => load.Flow(changes / queues));
    }

    private static BenchFigure Measure(string name, int rounds, Func<Action> setUp, CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>();
        for (var round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var work = setUp();

            // What earlier rounds left behind is not this one's.
            GC.Collect();
            var before = Environment.CpuUsage.TotalTime;
            work();
            times.Add(Environment.CpuUsage.TotalTime - before);
        }

        return BenchFigure.MedianOf(name, times);
    }
}

namespace PluginCi.Simulation;

/// <summary>A gate that knows every outcome: it builds each change once, on the right state, and lands in the order of arrival without batches.</summary>
internal static class OracleGate
{
    public static Outcome Play(Workload workload, Arrival[] arrivals)
    {
        var workers = new PriorityQueue<int, double>(Enumerable.Range(0, workload.Workers).Select(worker => (worker, 0.0)));
        var (decided, landed) = (new double[arrivals.Length], new bool[arrivals.Length]);
        var lastDecided = 0.0;
        foreach (var arrival in arrivals)
        {
            workers.TryDequeue(out var worker, out var free);
            var end = Math.Max(free, arrival.At) + arrival.Minutes;
            workers.Enqueue(worker, end);
            var waitsUntil = workload.IsLinear ? lastDecided : arrival.PotentialWith.Select(other => decided[other]).DefaultIfEmpty().Max();
            decided[arrival.Number] = Math.Max(end, waitsUntil);
            landed[arrival.Number] = arrival.Passes && !arrival.ConflictsWith.Any(other => landed[other] && decided[other] > arrival.At);
            lastDecided = Math.Max(lastDecided, decided[arrival.Number]);
        }

        return new Outcome(decided, landed) { Builds = arrivals.Length };
    }
}

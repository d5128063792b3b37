using PluginCi.Gating;
using PluginCi.Scheduler;
using PluginCi.Storage;

namespace PluginCi.Server;

/// <summary>Answers how jobs and their tests fare.</summary>
internal sealed class JobReader(Board board, WhyStore store, TestStore tests)
{
    /// <summary>Every job that was ever asked for, by queue and name. Builds of one job under several names, as in items of several projects, count as one.</summary>
    public IReadOnlyList<JobStatsView> Jobs()
    {
        var states = board.States.Values.ToDictionary(state => state.Rules.Name);
        return
        [
            .. from row in store.ReadJobs()
               group row by (row.Queue, row.Newest.Job.Plan.Name) into rows
               let history = states.GetValueOrDefault(rows.Key.Queue)?.Jobs.GetValueOrDefault(rows.Key.Name) ?? new JobHistory()
               select View(rows.Key.Queue.Value, rows.Sum(row => row.Runs), rows.MaxBy(row => row.Newest.At)!.Newest, history),
        ];
    }

    /// <summary>The tests that failed at least once, the flakiest first.</summary>
    public IReadOnlyList<TestStatsView> TroubledTests(int most) =>
    [
        .. tests.ReadTroubled(most).Select(row =>
            new TestStatsView(row.Queue, row.Job, row.Name, row.Runs, (double)row.Failed / row.Runs, (double)row.Flakes / row.Runs, row.Seconds / row.Runs)),
    ];

    private static JobStatsView View(string queue, long runs, StartBuild newest, JobHistory history) => new()
    {
        Queue = queue,
        Job = newest.Job.Plan.Name,
        Runs = runs,
        FailureRate = history.Failed / Math.Max(1, history.Passed + history.Failed),
        FlakeRate = history.FlakeRate,
        MeanSeconds = history.Seconds,
        Quarantine = newest.Job.Plan.Quarantine,
        IsVoting = newest.Job.Plan.IsVoting,
        NewestUrl = Links.To(newest.Build),
    };
}

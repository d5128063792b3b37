namespace PluginCi.Server;

/// <summary>How a test of a job fares in a queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Job">The job.</param>
/// <param name="Test">The test.</param>
/// <param name="Runs">How often it passed or failed.</param>
/// <param name="FailureRate">The share of runs that failed, from 0 to 1.</param>
/// <param name="FlakeRate">The share of runs that passed on the very state that one had failed on, from 0 to 1.</param>
/// <param name="MeanSeconds">How long a run takes, in seconds.</param>
public sealed record TestStatsView(string Queue, string Job, string Test, long Runs, double FailureRate, double FlakeRate, double MeanSeconds);

namespace PluginCi.Storage;

/// <summary>How a test of a job fares in a queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Job">The job.</param>
/// <param name="Name">The test.</param>
/// <param name="Runs">How often it passed or failed.</param>
/// <param name="Failed">How often it failed.</param>
/// <param name="Flakes">How often it passed on the very state that it had failed on.</param>
/// <param name="Seconds">How long all runs took together.</param>
public sealed record TestRow(string Queue, string Job, string Name, long Runs, long Failed, long Flakes, double Seconds);

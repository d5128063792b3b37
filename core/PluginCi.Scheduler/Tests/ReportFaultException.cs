namespace PluginCi.Scheduler;

/// <summary>A report that is no XML is not what it says it is, or is not whole.</summary>
/// <param name="line">The line, from 1.</param>
/// <param name="message">One sentence.</param>
internal sealed class ReportFaultException(int line, string message) : Exception($"{message} Line {line}.");

namespace PluginCi.Scheduler;

/// <summary>Who asks for something, and why.</summary>
/// <param name="Who">The person; not empty.</param>
/// <param name="Reason">Why, in the person's words; may be empty where no reason is asked for.</param>
public sealed record CommandAuthor(string Who, string Reason = "")
{
    /// <summary>How the gate names the person: with the reason, which so stands in every sentence about the command.</summary>
    internal string WithReason => Reason.Length == 0 ? Who : $"{Who} ({Reason})";
}

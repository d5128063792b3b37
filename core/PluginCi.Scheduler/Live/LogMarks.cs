using System.Globalization;

namespace PluginCi.Scheduler;

/// <summary>Lines of the server's own in a build's log.</summary>
public static class LogMarks
{
    /// <summary>How the line starts that says what is made for the build before its first step.</summary>
    public const string Environment = "== environment: ";

    private const string Took = "== environment took ";

    // Nothing of the build itself runs before it, so what stands before it is no forgery.
    private const string FirstStep = "== step 1: ";

    /// <summary>The line at the end of that.</summary>
    /// <param name="time">How long it took.</param>
    /// <returns>The line.</returns>
    public static string EnvironmentTook(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Took}{time.TotalSeconds:0.0} s");

    /// <summary>Looks what was made for a build before its first step.</summary>
    /// <param name="log">Its log, from the first line on.</param>
    /// <returns>What it was, and how long it took, null while it is made; null when nothing was.</returns>
    public static (string What, string? Time)? FindEnvironment(string log)
    {
        string? what = null;
        using var lines = new StringReader(log);
        while (lines.ReadLine() is { } line && !line.StartsWith(FirstStep, StringComparison.Ordinal))
        {
            what = line.StartsWith(Environment, StringComparison.Ordinal) ? line[Environment.Length..] : what;
            if (what is not null && line.StartsWith(Took, StringComparison.Ordinal))
            {
                return (what, line[Took.Length..]);
            }
        }

        return what is null ? null : (what, null);
    }
}

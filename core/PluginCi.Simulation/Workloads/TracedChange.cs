using System.Globalization;

namespace PluginCi.Simulation;

/// <summary>A change of a trace: a line of <c>MINUTE [BUILD-MINUTES pass|fail [AUTHOR]]</c>. What the line leaves out is drawn as for any other change.</summary>
/// <param name="Minute">When it comes, in minutes from the start.</param>
/// <param name="BuildMinutes">How long its builds take.</param>
/// <param name="Passes">Whether it passes where nothing conflicts with it.</param>
/// <param name="Author">Whose it is.</param>
internal sealed record TracedChange(double Minute, double? BuildMinutes = null, bool? Passes = null, string? Author = null)
{
    /// <exception cref="FormatException">The line does not tell a change; the message says what is wrong.</exception>
    public static TracedChange Parse(string line)
    {
        var parts = line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts switch
        {
            [var minute] => new TracedChange(Number(minute)),
            [var minute, var minutes, "pass" or "fail", ..] => new TracedChange(Number(minute), Number(minutes), parts[2] == "pass", parts.ElementAtOrDefault(3)),
            _ => throw new FormatException($"'{line}' is not MINUTE [BUILD-MINUTES pass|fail [AUTHOR]]"),
        };
    }

    public override string ToString() => FormattableString.Invariant($"{Minute:0.##} {BuildMinutes:0.##} {(Passes == true ? "pass" : "fail")} {Author}").TrimEnd();

    private static double Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : throw new FormatException($"'{text}' is not a number of 0 or more");
}

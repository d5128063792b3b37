using Quartz;

namespace PluginCi.Dsl.Hosting;

/// <summary>Looks at cron expressions as the scheduler will.</summary>
internal static class Schedules
{
    // Any time will do to see whether an expression ever comes due.
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <returns>What is wrong, one sentence, or null.</returns>
    public static string? FindTrouble(string cron)
    {
        if (cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != 6)
        {
            return "it must have six fields: seconds, minutes, hours, day of the month, month, day of the week; for example 0 0 3 * * ? for three o'clock every night.";
        }

        try
        {
            return new CronExpression(cron, TimeZoneInfo.Utc).GetNextValidTimeAfter(Then) is null ? "it never comes due." : null;
        }
        catch (FormatException exception)
        {
            return $"{exception.Message.TrimEnd('.')}.";
        }
    }
}

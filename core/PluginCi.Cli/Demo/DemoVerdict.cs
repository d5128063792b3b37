namespace PluginCi.Cli;

/// <summary>Judges how the changes of the demo ended. The order in which they came to the gate does not matter.</summary>
internal static class DemoVerdict
{
    /// <returns>A sentence for each change that did not end as it should; none when all is well.</returns>
    public static IEnumerable<string> FindTroubles(IReadOnlyList<DemoOutcome> outcomes)
    {
        foreach (var outcome in outcomes.Where(outcome => !outcome.IsAsExpected))
        {
            var expected = outcome.Expected.RejectedFor is { } reason ? $"rejected for \"{reason}\"" : "merged";
            yield return $"{outcome.Id} \"{outcome.Expected.Subject}\" was {outcome.Result}, but should be {expected}. {outcome.Reason}";
        }

        foreach (var (one, other) in FindRivals(outcomes).Where(pair => pair.One.IsMerged == pair.Other.IsMerged))
        {
            yield return $"{one.Id} \"{one.Expected.Subject}\" and {other.Id} \"{other.Expected.Subject}\" were both {one.Result}, but one of the two should be merged.";
        }
    }

    private static IEnumerable<(DemoOutcome One, DemoOutcome Other)> FindRivals(IReadOnlyList<DemoOutcome> outcomes) =>
        from one in outcomes
        from other in outcomes
        where one.Expected.Rival == other.Expected.Subject && string.CompareOrdinal(one.Expected.Subject, other.Expected.Subject) < 0
        select (one, other);
}

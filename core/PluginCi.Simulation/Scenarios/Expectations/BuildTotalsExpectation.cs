namespace PluginCi.Simulation;

/// <summary>So many builds ended so far, and so many of them were cancelled.</summary>
/// <param name="Total">The builds that ended; null when it does not matter.</param>
/// <param name="Aborted">Of these, the cancelled ones; null when it does not matter.</param>
internal sealed record BuildTotalsExpectation(int? Total, int? Aborted) : Expectation
{
    public override string? FindFault(Play play)
    {
        var (total, aborted) = (play.Ledger.EndedBuilds, play.Ledger.AbortedBuilds);
        return Compare((Total ?? total) == total && (Aborted ?? aborted) == aborted, "builds", Text(Total, Aborted), Text(total, aborted));
    }

    private static string Text(int? total, int? aborted) =>
        $"{{{string.Join(", ", new[] { total is null ? null : $"total: {total}", aborted is null ? null : $"aborted: {aborted}" }.OfType<string>())}}}";
}

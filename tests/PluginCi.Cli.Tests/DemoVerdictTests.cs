namespace PluginCi.Cli;

public sealed class DemoVerdictTests
{
    [Fact]
    public void All_is_well_when_the_first_of_each_pair_of_rivals_is_merged() => Assert.Empty(Judge("Name the skin Vector", "Allow three scripts a page"));

    [Fact]
    public void All_is_well_when_the_second_of_each_pair_of_rivals_is_merged() => Assert.Empty(Judge("Name the skin Minerva", "Cluster markers in the browser"));

    [Fact]
    public void Of_two_rivals_not_both_may_be_merged() => Assert.Equal(
        ["git/5 \"Name the skin Minerva\" and git/4 \"Name the skin Vector\" were both merged, but one of the two should be merged."],
        Judge("Name the skin Vector", "Name the skin Minerva", "Allow three scripts a page"));

    [Fact]
    public void Of_two_rivals_one_must_be_merged() => Assert.Equal(
        ["git/6 \"Allow three scripts a page\" and git/7 \"Cluster markers in the browser\" were both rejected, but one of the two should be merged."],
        Judge("Name the skin Vector"));

    [Fact]
    public void A_change_that_is_rejected_for_another_reason_is_told()
    {
        var outcomes = Outcomes("Name the skin Vector", "Cluster markers in the browser");
        var fractions = Array.FindIndex(outcomes, outcome => outcome.Expected.Subject == "Render fractions");
        outcomes[fractions] = outcomes[fractions] with { Reason = "lint failed" };

        Assert.Equal(["git/3 \"Render fractions\" was rejected, but should be rejected for \"unit failed\". lint failed"], DemoVerdict.FindTroubles(outcomes));
    }

    private static IEnumerable<string> Judge(params string[] mergedRivals) => DemoVerdict.FindTroubles(Outcomes(mergedRivals));

    private static DemoOutcome[] Outcomes(params string[] mergedRivals) =>
        [.. DemoChanges.All.Select((change, index) => new DemoOutcome(
            change,
            $"git/{index + 1}",
            change.Rival is null ? change.RejectedFor is null : mergedRivals.Contains(change.Subject),
            change.RejectedFor ?? "",
            1))];
}

using System.Text.Json;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>Writes down what a bisection found.</summary>
internal static class BisectText
{
    public static string Of(int round, BisectReport.Try one) =>
        $"round {round}: {one.State} {WordOf(one)}{(one.Last.Message.Length > 0 ? $": {one.Last.Message}" : "")}";

    public static IEnumerable<string> Of(BisectReport report, IReadOnlyList<BisectState> states, string job)
    {
        switch (report.Finding)
        {
            case BisectFinding.Found { First: var first, Last: var last } when first == last:
                yield return $"{job} fails from {states[last]} on, found in {report.Rounds} rounds; {states[last - 1]} is the last state before it.";
                break;
            case BisectFinding.Found { First: var first, Last: var last }:
                yield return $"{job} fails on {states[last]}; the first state on which it does is one of these, as those between could not be tried: {string.Join("; ", states.Take(last + 1).Skip(first))}.";
                break;
            case BisectFinding.GoodFails:
                yield return $"{job} does not pass on the good state {states[0]}. Name an earlier one as good.";
                break;
            default:
                yield return $"{job} does not fail on the bad state {states[^1]}. Name one as bad on which it fails; is it flaky?";
                break;
        }

        foreach (var line in Failing(report)?.Last.Output ?? [])
        {
            yield return $"{job} | {line}";
        }
    }

    public static string Json(BisectReport report, IReadOnlyList<BisectState> states, string job)
    {
        var found = report.Finding as BisectFinding.Found;
        return JsonSerializer.Serialize(
            new
            {
                job,
                good = states[0],
                bad = states[^1],
                finding = JsonNamingPolicy.KebabCaseLower.ConvertName(report.Finding.GetType().Name),
                first = found is { } one && one.First == one.Last ? states[one.Last] : null,
                candidates = found is null ? [] : states.Take(found.Last + 1).Skip(found.First),
                rounds = report.Rounds,
                tried = report.Tried.Select(one => new { state = one.State.Name, verdict = one.Last.Verdict, one.Attempts, one.IsFlaky, one.Last.Message }),
            },
            ModelJson.Indented);
    }

    private static BisectReport.Try? Failing(BisectReport report) =>
        report.Finding is BisectFinding.Found found ? report.Tried.FirstOrDefault(one => one.Place == found.Last) : null;

    private static string WordOf(BisectReport.Try one) => one switch
    {
        { IsFlaky: true } => $"passed in attempt {one.Attempts}, so it is flaky",
        { Last.Verdict: ProbeVerdict.Passed } => "passed",
        { Last.Verdict: ProbeVerdict.Failed, Attempts: > 1 } => $"failed {one.Attempts} times",
        { Last.Verdict: ProbeVerdict.Failed } => "failed",
        _ => "skipped",
    };
}

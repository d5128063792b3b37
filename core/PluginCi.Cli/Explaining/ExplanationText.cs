using System.Globalization;
using System.Text.Json;

namespace PluginCi.Cli;

/// <summary>Writes an explanation down for people; its sentences are the gate's own.</summary>
internal static class ExplanationText
{
    private const int ShownDigits = 10;

    public static IEnumerable<string> Of(JsonElement explanation)
    {
        var change = explanation.GetProperty("change");
        yield return $"{Text(change, "id")} of {Text(change, "project")}: {Text(change, "subject")} ({Text(change, "status")})";
        if (Find(explanation, "decision") is { } decision)
        {
            yield return $"{At(decision, "at")}  {Text(decision, "text")}";
        }

        if (Find(explanation, "waiting") is { } waiting)
        {
            yield return $"waits to enter: {waiting}";
        }

        string[] rest =
        [
            .. explanation.GetProperty("standings").EnumerateArray().SelectMany(Stand),
            .. Part("what reset it", explanation.GetProperty("resets").EnumerateArray().Select(Decision)),
            .. Part("builds", explanation.GetProperty("builds").EnumerateArray().Select(Build)),
            .. Part("votes and reports", explanation.GetProperty("reports").EnumerateArray().Select(Report)),
        ];
        foreach (var line in rest)
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Stand(JsonElement standing)
    {
        var item = standing.GetProperty("item");
        var on = Find(item, "testedOn") is { } changes ? $", tested on {TestedOn(changes)}" : "";
        yield return "";
        yield return $"in {Text(standing, "pipeline")} of {Text(standing, "queue")}: place {Text(item, "place")} of {Text(standing, "length")}, {Text(item, "state")}{on}";
        if (Text(standing, "waitsFor") is { Length: > 0 } waitsFor)
        {
            yield return $"  waits for {waitsFor}";
        }

        foreach (var freeze in standing.GetProperty("freezes").EnumerateArray())
        {
            var until = Find(freeze, "until") is not null ? $" until {At(freeze, "until")}" : "";
            yield return $"  merges of {Text(freeze, "merges")} are frozen by {Text(freeze, "who")}{until}: {Text(freeze, "reason")}";
        }

        if (Find(standing, "soonest") is not null)
        {
            yield return $"  likely to {(standing.GetProperty("submits").GetBoolean() ? "merge" : "be done")} between {At(standing, "soonest")} and {At(standing, "latest")}";
        }

        if (standing.TryGetProperty("awaitsThaw", out var awaitsThaw) && awaitsThaw.GetBoolean())
        {
            yield return "  likely to merge not before the thaw, for which no time is set";
        }
    }

    private static IEnumerable<string> Part(string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        return all.Length == 0 ? [] : ["", $"{title}:", .. all.Select(line => $"  {line}")];
    }

    private static string Decision(JsonElement decision) => $"{At(decision, "at")}  {Text(decision, "text")} (event {Text(decision, "event")})";

    private static string Build(JsonElement tested)
    {
        var build = tested.GetProperty("build");
        string[] notes =
        [
            .. build.GetProperty("attempt").GetInt32() > 1 ? [$"try {Text(build, "attempt")}"] : Array.Empty<string>(),
            .. build.GetProperty("isKept").GetBoolean() ? ["kept over a reset"] : Array.Empty<string>(),
            .. build.GetProperty("isFlaky").GetBoolean() ? ["flaky"] : Array.Empty<string>(),
        ];
        var result = Find(build, "result")?.ToString() ?? Text(build, "state");
        var commits = tested.GetProperty("commits").EnumerateObject().Select(commit => $"{commit.Name} {Short(commit.Value.GetString()!)}");
        return $"{Text(build, "id")} {Text(build, "job")}{(notes.Length == 0 ? "" : $" ({string.Join(", ", notes)})")}: {result}, on {TestedOn(build.GetProperty("testedOn"))}; {string.Join(", ", commits)}";
    }

    private static string Report(JsonElement report)
    {
        var vote = report.GetProperty("vote").GetInt32();
        var votes = vote == 0 ? "" : vote.ToString(" +0; -0", CultureInfo.InvariantCulture);
        return $"{At(report, "at")}  {Text(report, "pipeline")} {Text(report, "kind")}{votes}: {Text(report, "message").Split('\n')[0]}";
    }

    private static string TestedOn(JsonElement changes) => string.Join(" + ", changes.EnumerateArray().Select(change => change.ToString()).Prepend("tips"));

    private static string At(JsonElement element, string name) =>
        element.GetProperty(name).GetDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Short(string commit) => commit[..Math.Min(ShownDigits, commit.Length)];

    private static JsonElement? Find(JsonElement element, string name) => element.TryGetProperty(name, out var found) ? found : null;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).ToString();
}

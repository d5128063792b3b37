using System.Collections.Immutable;

namespace PluginCi.Simulation;

/// <summary>Reads what must hold.</summary>
internal static class ExpectationReader
{
    private static readonly Dictionary<string, Func<YamlValue, NameReader, IEnumerable<Expectation>>> Readers = new()
    {
        ["merged"] = (value, names) => [new MergedExpectation(names.Sequence(value))],
        ["open"] = (value, names) => [new OpenExpectation(names.Changes(value))],
        ["running"] = (value, names) => [new RunningExpectation([.. value.AsEntries().Select(names.Build)])],
        ["queue"] = (value, names) => Each(value, (key, items) => new QueueExpectation(names.Queue(key), names.Items(items))),
        ["queues"] = (value, names) => Each(value, (key, count) => new QueueCountExpectation(names.Pipeline(key), count.AsInt(0))),
        ["saw"] = (value, names) => Each(value, (key, changes) => new SawExpectation(names.Build(key), names.Sequence(changes))),
        ["reports"] = (value, names) => Each(value, (key, reports) => ReadReports(names.Change(key), reports)),
        ["votes"] = (value, names) => Each(value, (key, vote) => new VoteExpectation(names.Change(key), vote.AsInt())),
        ["builds"] = (value, _) => [ReadTotals(value.AsMap())],
        ["builds-of"] = (value, names) => Each(value, (key, count) => new StartedBuildsExpectation(names.Build(key), count.AsInt(0))),
        ["window"] = (value, names) => Each(value, (key, size) => new WindowExpectation(names.Queue(key), size.AsInt(0))),
        ["why"] = (value, names) => Each(value, (key, text) => new WhyExpectation(names.Change(key), text.AsText())),
    };

    public static ImmutableArray<Expectation> Read(YamlMap map, NameReader names)
    {
        map.AllowOnly("expect", Readers.Keys);
        return [.. map.Entries.SelectMany(entry => Readers[entry.Key.AsText()](entry.Value, names))];
    }

    private static IEnumerable<Expectation> Each(YamlValue value, Func<YamlValue, YamlValue, Expectation> read) =>
        value.AsMap().Entries.Select(entry => read(entry.Key, entry.Value));

    private static Expectation ReadReports(string change, YamlValue value) => value.IsCount
        ? new ReportCountExpectation(change, value.AsInt(0))
        : new ReportsExpectation(change, [.. value.AsEntries().Select(entry => entry.AsWord(ReportWords.Known))]);

    private static BuildTotalsExpectation ReadTotals(YamlMap map)
    {
        map.AllowOnly("'builds'", "total", "aborted");
        return new BuildTotalsExpectation(map.Find("total")?.AsInt(0), map.Find("aborted")?.AsInt(0));
    }
}

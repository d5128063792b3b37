using System.Text.Json;

namespace PluginCi.Systems;

/// <summary>What <c>demo --json</c> printed, held against what must come out.</summary>
internal sealed class DemoDocument
{
    private static readonly (string Subject, string? RejectedFor)[] Expected =
    [
        ("Render headings", null),
        ("Show a scale bar", null),
        ("Render fractions", "unit failed"),
        ("Show captions", null),
        ("Give extensions captions", null),
        ("Render roots", null),
        ("Render powers", null),
        ("Test roots and powers", null),
        ("Split the pipeline", ".pipeline/pipeline.csx(6,23): error CS0103"),
        ("Wait for the player", "unit ran into its time limit"),
        ("Label images with their licence", null),
        ("Test that empty lines are skipped", null),
    ];

    /// <summary>Of each pair the one that comes first is merged, whichever that is, and the other rejected.</summary>
    private static readonly (string One, string Other, string RejectedFor)[] Rivals =
    [
        ("Name the skin Vector", "Name the skin Minerva", "wiki/skin.py conflicts"),
        ("Allow three scripts a page", "Cluster markers in the browser", "site-a-acceptance failed"),
    ];

    /// <summary>What the document says of each change, in this order.</summary>
    public static readonly string[] PropertiesOfChanges = ["change", "project", "subject", "result", "reason", "seconds"];

    private readonly JsonElement _json;
    private readonly Dictionary<string, JsonElement> _changes;

    private DemoDocument(JsonElement json)
    {
        _json = json;
        _changes = json.GetProperty("changes").EnumerateArray().ToDictionary(change => Text(change, "subject"));
    }

    public double WallSeconds => _json.GetProperty("wallSeconds").GetDouble();

    public double BuildSeconds => _json.GetProperty("buildSeconds").GetDouble();

    public static DemoDocument Of(string output) => new(JsonSerializer.Deserialize<JsonElement>(output));

    public double LongestSeconds => _changes.Values.Max(change => change.GetProperty("seconds").GetDouble());

    public double SecondsOf(string subject) => _changes[subject].GetProperty("seconds").GetDouble();

    public void CheckResults()
    {
        Assert.True(_json.GetProperty("ok").GetBoolean());
        Assert.All(_changes.Values, change => Assert.Equal(PropertiesOfChanges, change.EnumerateObject().Select(property => property.Name)));
        Assert.True(WallSeconds > 0);
        Assert.True(BuildSeconds > 0);
        Assert.Equal(
            Expected.Select(change => change.Subject).Concat(Rivals.SelectMany(pair => new[] { pair.One, pair.Other })).Order(StringComparer.Ordinal),
            _changes.Keys.Order(StringComparer.Ordinal));
        foreach (var (subject, rejectedFor) in Expected)
        {
            Check(subject, rejectedFor);
        }

        foreach (var (one, other, rejectedFor) in Rivals)
        {
            var isOneMerged = Text(_changes[one], "result") == "merged";
            Check(one, isOneMerged ? null : rejectedFor);
            Check(other, isOneMerged ? rejectedFor : null);
        }
    }

    /// <summary>Each branch holds exactly the merged changes, each once.</summary>
    public async Task CheckHistoriesAsync(string repositories)
    {
        foreach (var repository in Directory.GetDirectories(repositories, "*.git"))
        {
            var log = await ScratchFolder.GitAsync(repository, "log", "--first-parent", "--min-parents=2", "--format=%(trailers:key=Change,valueonly)", "main");
            var project = Path.GetFileNameWithoutExtension(repository);
            Assert.Equal(
                _changes.Values.Where(change => Text(change, "project") == project && Text(change, "result") == "merged").Select(change => Text(change, "change")).Order(),
                log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        }
    }

    private void Check(string subject, string? rejectedFor)
    {
        var change = _changes[subject];
        Assert.Equal((subject, rejectedFor is null ? "merged" : "rejected"), (subject, Text(change, "result")));
        Assert.Contains(rejectedFor ?? "Merged into main", Text(change, "reason"), StringComparison.Ordinal);
    }

    private static string Text(JsonElement change, string property) => change.GetProperty(property).GetString()!;
}

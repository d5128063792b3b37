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
        ("Name the skin Vector", null),
        ("Name the skin Minerva", "wiki/skin.py conflicts"),
        ("Allow three scripts a page", null),
        ("Cluster markers in the browser", "site-a-acceptance failed"),
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

    private readonly JsonElement _json;
    private readonly JsonElement[] _changes;

    private DemoDocument(JsonElement json)
    {
        _json = json;
        _changes = [.. json.GetProperty("changes").EnumerateArray()];
    }

    public static DemoDocument Of(string output) => new(JsonSerializer.Deserialize<JsonElement>(output));

    public void CheckResults()
    {
        Assert.True(_json.GetProperty("ok").GetBoolean());
        Assert.True(_json.GetProperty("wallSeconds").GetDouble() > 0);
        Assert.True(_json.GetProperty("buildSeconds").GetDouble() > 0);
        Assert.Equal(Expected.Select(change => change.Subject), _changes.Select(change => Text(change, "subject")));
        foreach (var (change, (subject, rejectedFor)) in _changes.Zip(Expected))
        {
            Assert.Equal((subject, rejectedFor is null ? "merged" : "rejected"), (subject, Text(change, "result")));
            Assert.Contains(rejectedFor ?? "Merged into main", Text(change, "reason"), StringComparison.Ordinal);
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
                _changes.Where(change => Text(change, "project") == project && Text(change, "result") == "merged").Select(change => Text(change, "change")).Order(),
                log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        }
    }

    private static string Text(JsonElement change, string property) => change.GetProperty(property).GetString()!;
}

using PluginCi.Model;

namespace PluginCi.Storage;

public sealed class ReleaseStoreTests
{
    private static readonly ReleaseRow Row = new(
        "staging", Stage.Promote, new ProjectName("core"), new string('a', 40), new BuildId("b2"), new BuildId("b1"), "package", "dist", "d1", StoreFile.Noon);

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_promoted_is_known_by_environment_project_and_digest(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        var store = new ReleaseStore(file.Database);
        await file.EndAsync("b2", "b3", "b5");
        await store.RecordAsync(Row.Build, [Row, Row with { Artifact = "docs", Digest = "d2" }], CancellationToken.None);
        var deployed = Row with { Stage = Stage.Deploy, Build = new BuildId("b3"), Digest = "d3", At = Row.At.AddMinutes(1) };
        await store.RecordAsync(deployed.Build, [deployed], CancellationToken.None);
        var again = Row with { Build = new BuildId("b5"), Maker = new BuildId("b4"), Digest = "d4", At = Row.At.AddMinutes(2) };
        await store.RecordAsync(again.Build, [again with { Digest = "of a run before a crash" }], CancellationToken.None);
        await store.RecordAsync(again.Build, [again], CancellationToken.None);

        Assert.True(store.IsPromoted("staging", Row.Project, "d1"));
        Assert.True(store.IsPromoted("staging", Row.Project, "d4"));
        Assert.False(store.IsPromoted("production", Row.Project, "d1"));
        Assert.False(store.IsPromoted("staging", new ProjectName("other"), "d1"));
        Assert.False(store.IsPromoted("staging", Row.Project, "d3"));
        Assert.Equal([again, deployed], store.ReadHistory("staging", 2));
        Assert.Empty(store.ReadHistory("production", 2));
        Assert.Equal([deployed, again, Row with { Artifact = "docs", Digest = "d2" }], store.ReadNewest());

        // What another job published by the same name is another thing.
        var other = Row with { Build = new BuildId("b6"), Job = "app", Digest = "d6", At = Row.At.AddMinutes(3) };
        await store.RecordAsync(other.Build, [other], CancellationToken.None);
        Assert.False(store.IsPromoted("staging", Row.Project, "d6"));
        await file.EndAsync("b6");
        Assert.True(store.IsPromoted("staging", Row.Project, "d6"));
        Assert.Equal([other, deployed, again, Row with { Artifact = "docs", Digest = "d2" }], store.ReadNewest());
    }
}

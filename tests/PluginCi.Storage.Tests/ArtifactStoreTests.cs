using System.Text;
using PluginCi.Model;

namespace PluginCi.Storage;

public sealed class ArtifactStoreTests : IDisposable
{
    private const string HelloHash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-artifacts-").FullName;
    private readonly DayClock _clock = new();

    private BlobStore Blobs => new(_folder, _clock);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_content_is_kept_once_under_its_hash()
    {
        Assert.Equal(HelloHash, Add("hello"));
        Assert.Equal(HelloHash, Add("hello"));
        Assert.Equal([Path.Combine(_folder, "2c", HelloHash)], Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
        using var content = Blobs.OpenChecked(HelloHash);
        Assert.Equal("hello", new StreamReader(content).ReadToEnd());
    }

    [Fact]
    public void A_content_that_was_damaged_is_not_given_out_and_mended_by_adding_it_again()
    {
        Add("hello");
        File.WriteAllText(Path.Combine(_folder, "2c", HelloHash), "hullo");
        Assert.Contains("is damaged", Assert.Throws<IOException>(() => Blobs.OpenChecked(HelloHash)).Message, StringComparison.Ordinal);
        Add("hello");
        Blobs.OpenChecked(HelloHash).Dispose();
    }

    [Fact]
    public void A_content_that_cannot_be_read_to_its_end_leaves_nothing()
    {
        Assert.Throws<IOException>(() => Blobs.Add(new BrokenStream()));
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_build_handed_on_is_found_and_replaced_when_it_runs_again(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        var store = new ArtifactStore(file.Database, Blobs);
        Assert.True(store.Find(new BuildId("b1")).IsEmpty);
        await store.RecordAsync(new BuildId("b1"), Handing("old", """{"a":1}"""), StoreFile.Noon, CancellationToken.None);
        await store.RecordAsync(new BuildId("b1"), Handing("new", null), StoreFile.Noon, CancellationToken.None);

        var found = store.Find(new BuildId("b1"));
        Assert.Null(found.Data);
        Assert.Equal(["dist", "logs"], found.Artifacts.Select(artifact => artifact.Name));
        Assert.Equal([new ArtifactFile("bin/new", Add("new"), 3, IsExecutable: true)], found.Artifacts[0].Files.AsEnumerable());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_old_goes_unless_a_state_holds_its_build_or_a_newer_build_made_the_same(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        var store = new ArtifactStore(file.Database, Blobs);
        await store.RecordAsync(new BuildId("old"), Handing("old", "{}"), _clock.GetUtcNow(), CancellationToken.None);
        await store.RecordAsync(new BuildId("held"), Handing("held", "{}"), _clock.GetUtcNow(), CancellationToken.None);
        await store.RecordAsync(new BuildId("same"), Handing("same", "{}"), _clock.GetUtcNow(), CancellationToken.None);
        _clock.Day = 30;
        await store.RecordAsync(new BuildId("new"), Handing("same", "{}"), _clock.GetUtcNow(), CancellationToken.None);
        Add("nobody's, yet");
        _clock.Day = 31;

        Assert.Equal(1, await store.CollectAsync(_clock.GetUtcNow(), TimeSpan.FromDays(20), new HashSet<BuildId> { new("held") }, CancellationToken.None));

        Assert.True(store.Find(new BuildId("old")).IsEmpty);
        Assert.True(store.Find(new BuildId("same")).IsEmpty);
        Assert.Equal("{}", store.Find(new BuildId("held")).Data);
        foreach (var text in new[] { "held", "same", "nobody's, yet" })
        {
            Blobs.OpenChecked(HashOf(text)).Dispose();
        }
    }

    private Handover Handing(string text, string? data)
    {
        var file = new ArtifactFile($"bin/{text}", Add(text), text.Length, IsExecutable: true);
        return new Handover([new Artifact("dist", [file]), new Artifact("logs", [file])], data);
    }

    private string Add(string text) => Blobs.Add(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static string HashOf(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed class DayClock : TimeProvider
    {
        public int Day { get; set; }

        public override DateTimeOffset GetUtcNow() => StoreFile.Noon.AddDays(Day);
    }

    private sealed class BrokenStream : MemoryStream
    {
        private bool _isBroken;

        public override int Read(Span<byte> buffer)
        {
            if (_isBroken)
            {
                throw new IOException("The disk is gone.");
            }

            _isBroken = true;
            return 1;
        }
    }
}

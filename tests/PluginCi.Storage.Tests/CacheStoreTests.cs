namespace PluginCi.Storage;

public sealed class CacheStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-caches-").FullName;
    private readonly Clock _clock = new();
    private int _copies;

    private string Kept => Path.Combine(_folder, "kept");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_newest_of_the_key_is_read_or_else_the_newest_of_the_scope()
    {
        var store = Open();
        Assert.Null(Read(store, "scope", "a"));
        Add(store, "scope", "a", "one");
        Add(store, "scope", "b", "two");
        Add(store, "other", "a", "other's");

        Assert.Equal(("one", 1, true), Read(store, "scope", "a"));
        Assert.Equal(("two", 2, true), Read(store, "scope", "b"));
        Assert.Equal(("two", 2, false), Read(store, "scope", "c"));
        Add(store, "scope", "a", "three");
        Assert.Equal(("three", 3, true), Read(store, "scope", "a"));
        Assert.Equal(("three", 3, false), Read(store, "scope", "c"));
    }

    [Fact]
    public void A_copy_is_a_copy()
    {
        var store = Open();
        Add(store, "scope", "a", "good");
        var copy = Path.Combine(_folder, "mine");
        store.Read("scope", "a", copy, isUse: true);
        File.WriteAllText(copy, "bad");
        Assert.Equal("good", Read(store, "scope", "a")?.Text);
    }

    [Fact]
    public void What_was_altered_on_disk_is_not_read_and_what_was_before_it_is()
    {
        var store = Open();
        Add(store, "scope", "a", "one");
        Add(store, "scope", "b", "two");
        File.WriteAllText(Files().Single(file => File.ReadAllText(file) == "two"), "bad");

        Assert.Equal(("one", 1, false), Read(Open(), "scope", "b"));
        Assert.Single(Files());
    }

    [Fact]
    public void What_was_stopped_half_way_is_never_read_and_goes_at_the_next_start()
    {
        Add(Open(), "scope", "a", "one");
        var half = Path.Combine(Kept, "incoming", "half");
        File.WriteAllText(half, "hal");

        var store = Open();
        store.Clear();

        Assert.False(File.Exists(half));
        Assert.Equal(("one", 1, true), Read(store, "scope", "a"));
    }

    [Fact]
    public void What_was_used_longest_ago_goes_when_there_is_too_much_and_unreviewed_reading_is_no_use()
    {
        var store = Open(mostBytes: 30);
        foreach (var key in new[] { "a", "b", "c" })
        {
            Add(store, "scope", key, new string(key[0], 10));
        }

        Read(store, "scope", "b", isUse: false);
        Read(store, "scope", "a", isUse: true);
        Add(store, "scope", "d", new string('d', 10));

        Assert.Equal(["aaaaaaaaaa", "cccccccccc", "dddddddddd"], Files().Select(File.ReadAllText).Order());
        Add(store, "scope", "e", new string('e', 40));
        Assert.Equal([new string('e', 40)], Files().Select(File.ReadAllText));
    }

    [Fact]
    public async Task Many_that_write_and_read_at_once_see_whole_archives_alone()
    {
        var store = Open();
        await Parallel.ForEachAsync(Enumerable.Range(0, 40), (number, _) =>
        {
            Add(store, "scope", $"{number % 3}", new string((char)('a' + number % 26), 100_000));
            var read = Read(store, "scope", $"{number % 3}");
            Assert.True(read is null || read.Value.Text.Distinct().Count() == 1 && read.Value.Text.Length == 100_000);
            return ValueTask.CompletedTask;
        });
        Assert.Equal(3, Files().Length);
    }

    private CacheStore Open(long mostBytes = 1 << 30) => new(Kept, mostBytes, _clock);

    private string[] Files() => [.. Directory.GetDirectories(Kept).Where(folder => !folder.EndsWith("incoming", StringComparison.Ordinal)).SelectMany(Directory.GetFiles)];

    private void Add(CacheStore store, string scope, string key, string text)
    {
        var file = Path.Combine(_folder, $"new-{Interlocked.Increment(ref _copies)}");
        File.WriteAllText(file, text);
        _clock.Pass();
        store.Add(scope, key, file);
    }

    private (string Text, int Number, bool IsOfKey)? Read(CacheStore store, string scope, string key, bool isUse = true)
    {
        var copy = Path.Combine(_folder, $"copy-{Interlocked.Increment(ref _copies)}");
        _clock.Pass();
        return store.Read(scope, key, copy, isUse) is { } found ? (File.ReadAllText(copy), found.Number, found.IsOfKey) : null;
    }

    private sealed class Clock : TimeProvider
    {
        private long _minutes;

        public void Pass() => Interlocked.Increment(ref _minutes);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMinutes(Interlocked.Read(ref _minutes));
    }
}

namespace PluginCi.Cli;

/// <summary>A real repository whose branch main is moved by merges only.</summary>
internal sealed class MergedRepository : IDisposable
{
    private readonly string _root = System.IO.Directory.CreateTempSubdirectory("pluginci-bisect-").FullName;

    public string Directory => PathTo("repository");

    public string PathTo(params string[] parts) => Path.Combine([_root, .. parts]);

    public async Task StartAsync()
    {
        await GitAsync(_root, "init", "--quiet", "--initial-branch=main", Directory);
        await CommitAsync("start\n", "Start");
    }

    /// <summary>Merges a change of the one file, always by a merge commit.</summary>
    public async Task MergeAsync(string text, string message)
    {
        await GitAsync(Directory, "checkout", "--quiet", "-b", "change");
        await CommitAsync(text, "Change");
        await GitAsync(Directory, "checkout", "--quiet", "main");
        await GitAsync(Directory, "merge", "--quiet", "--no-ff", "-m", message, "change");
        await GitAsync(Directory, "branch", "--quiet", "-d", "change");
    }

    public void Dispose() => System.IO.Directory.Delete(_root, recursive: true);

    private async Task CommitAsync(string text, string message)
    {
        await File.WriteAllTextAsync(Path.Combine(Directory, "file"), text);
        await GitAsync(Directory, "add", "file");
        await GitAsync(Directory, "commit", "--quiet", "-m", message);
    }

    private static async Task GitAsync(string directory, params string[] arguments) =>
        await CliWrap.Cli.Wrap("git").WithArguments(["-C", directory, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", .. arguments]).ExecuteAsync();
}

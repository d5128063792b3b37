using CliWrap;
using CliWrap.Buffered;

namespace PluginCi.Cli;

/// <summary>The folder of a demo: <c>git/</c> with the bare repositories, <c>data/</c> of the server, <c>work/</c> with the developers' clones.</summary>
internal sealed class DemoSite
{
    private const string Mark = "pluginci-demo";

    private DemoSite(string folder) => Folder = folder;

    public static IReadOnlyList<string> Projects { get; } = ["config", "mediawiki-core", "mw-ext-maps", "mw-ext-math", "mw-ext-video", "blubberoid"];

    public string Folder { get; }

    public string Repositories => Path.Combine(Folder, "git");

    public string Settings => Path.Combine(Folder, "pluginci.yaml");

    private static string Templates => Path.Combine(AppContext.BaseDirectory, "Demo", "Site");

    private static string Hook => Path.Combine(Installation.Plugins, "git", "hook", "PluginCi.Plugins.Git.Hook.dll");

    /// <exception cref="DemoException">The folder holds something else.</exception>
    public static DemoSite Open(string folder)
    {
        var mark = Path.Combine(folder, Mark);
        if (Directory.Exists(folder) && !File.Exists(mark) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new DemoException($"{folder} is not empty and not the folder of a demo. Name another one with --dir.");
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(mark, "This folder belongs to `pluginci demo`; it may be deleted.\n");
        return new DemoSite(folder);
    }

    public string RepositoryOf(string project) => Path.Combine(Repositories, project + ".git");

    /// <summary>Makes the repositories with their first commits, and the server's settings. What is there already stays.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Repositories);
        RemoveLocks();
        await Task.WhenAll(Projects.Select(project => PrepareAsync(project, cancellationToken)));
        await File.WriteAllTextAsync(
            Settings,
            $"""
            # Written by `pluginci demo`.
            listen: http://127.0.0.1:0
            data: {Path.Combine(Folder, "data")}
            log-console: false
            plugins:
              settings:
                git:
                  repositories: {Repositories}
            """,
            cancellationToken);
    }

    /// <summary>The commit that every developer starts from.</summary>
    public async Task<string> FirstCommitAsync(string project, CancellationToken cancellationToken) =>
        (await DemoGit.RunAsync(RepositoryOf(project), "demo", cancellationToken, "rev-list", "--max-parents=0", "refs/heads/main")).Trim();

    /// <summary>An empty folder below <c>work/</c>.</summary>
    public string FreshFolder(string name)
    {
        var folder = Path.Combine(Folder, "work", name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return Directory.CreateDirectory(folder).FullName;
    }

    // Left by a demo that was killed while git wrote; in a demo that starts nobody else is at work.
    private void RemoveLocks()
    {
        foreach (var file in Directory.EnumerateFiles(Repositories, "*.lock", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }
    }

    private async Task PrepareAsync(string project, CancellationToken cancellationToken)
    {
        var made = await CliWrap.Cli.Wrap(OwnRuntime.Host)
            .WithArguments([Hook, "init", "--repositories", Repositories, project])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (!made.IsSuccess)
        {
            throw new DemoException($"The repository {project} cannot be made: {made.StandardError.Trim()}");
        }

        var known = await DemoGit.TryAsync(RepositoryOf(project), "demo", cancellationToken, "rev-parse", "--verify", "--quiet", "refs/heads/main");
        if (!known.IsSuccess)
        {
            await PushFirstCommitAsync(project, cancellationToken);
        }
    }

    private async Task PushFirstCommitAsync(string project, CancellationToken cancellationToken)
    {
        var work = FreshFolder($"first-{project}");
        await CopyTemplateAsync(Path.Combine(Templates, project), work, cancellationToken);
        await DemoGit.RunAsync(work, "demo", cancellationToken, "init", "--quiet", "--initial-branch=main");
        await DemoGit.RunAsync(work, "demo", cancellationToken, "add", "--all");
        await DemoGit.RunAsync(work, "demo", cancellationToken, "commit", "--quiet", "-m", $"Start {project}");
        await DemoGit.RunAsync(work, "demo", cancellationToken, "push", "--quiet", RepositoryOf(project), "HEAD:refs/heads/main");
    }

    private static async Task CopyTemplateAsync(string from, string to, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllTextAsync(target, await File.ReadAllTextAsync(file, cancellationToken), cancellationToken);
            if (file.EndsWith(".sh", StringComparison.Ordinal))
            {
                File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            }
        }
    }
}

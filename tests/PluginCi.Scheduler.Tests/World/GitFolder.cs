using System.Globalization;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Real bare repositories, <c>PROJECT.git</c> in one folder.</summary>
internal sealed class GitFolder(string folder)
{
    public string PathOf(ProjectName project) => Path.Combine(folder, project + ".git");

    /// <summary>All projects that have a repository.</summary>
    public IReadOnlyList<ProjectName> List() =>
        [.. Directory.EnumerateFiles(folder, "HEAD", SearchOption.AllDirectories).Select(head => Path.GetDirectoryName(Path.GetRelativePath(folder, head))!)
            .Where(path => path.EndsWith(".git", StringComparison.Ordinal)).Select(path => new ProjectName(path[..^".git".Length]))];

    public bool Has(ProjectName project) => Directory.Exists(PathOf(project));

    /// <summary>Makes a repository whose main branch holds one commit.</summary>
    public async Task InitAsync(ProjectName project, params (string Path, string Text)[] files)
    {
        await RunAsync(null, "init", "--quiet", "--bare", "--template=", "-b", "main", PathOf(project));
        await CommitAsync(project, "refs/heads/main", null, "Start", files);
    }

    /// <summary>Writes a commit that adds files, and points a reference at it.</summary>
    /// <returns>The commit.</returns>
    public async Task<string> CommitAsync(ProjectName project, string reference, string? onto, string subject, params (string Path, string Text)[] files)
    {
        var stream = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"commit {reference}\ncommitter Ada <ada@example.org> 1767225600 +0000\ndata {subject.Length}\n{subject}\n")
            .Append(onto is null ? "" : $"from {onto}\n");
        foreach (var (path, text) in files)
        {
            stream.Append(CultureInfo.InvariantCulture, $"M 100644 inline {path}\ndata {text.Length}\n{text}\n");
        }

        await RunAsync(stream.ToString(), "-C", PathOf(project), "fast-import", "--quiet", "--force");
        return await TipAsync(project, reference);
    }

    public async Task<string> TipAsync(ProjectName project, string reference = "refs/heads/main") =>
        (await RunAsync(null, "-C", PathOf(project), "rev-parse", "--verify", reference)).Trim();

    /// <summary>Writes a hook of a repository.</summary>
    public void WriteHook(ProjectName project, string hook, string script)
    {
        var file = Path.Combine(PathOf(project), "hooks", hook);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Sets a value of a repository's configuration.</summary>
    public Task ConfigureAsync(ProjectName project, string name, string value) => RunAsync(null, "-C", PathOf(project), "config", name, value);

    /// <summary>Brings a commit from another repository.</summary>
    public Task FetchAsync(ProjectName project, string from, string commit) => RunAsync(null, "-C", PathOf(project), "fetch", "--quiet", from, commit);

    /// <summary>Points a reference somewhere, or makes it.</summary>
    public Task PointAsync(ProjectName project, string reference, string commit) => RunAsync(null, "-C", PathOf(project), "update-ref", reference, commit);

    /// <summary>The commits that were merged into main after its first commit, oldest first.</summary>
    public async Task<string[]> MergedAsync(ProjectName project) =>
        (await RunAsync(null, "-C", PathOf(project), "log", "--first-parent", "--reverse", "--min-parents=2", "--format=%P", "main"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(parents => parents.Split(' ')[1])
            .ToArray();

    private static async Task<string> RunAsync(string? input, params string[] arguments)
    {
        var ended = await Cli.Wrap("git")
            .WithArguments(arguments)
            .WithStandardInputPipe(PipeSource.FromString(input ?? ""))
            .WithEnvironmentVariables(variables => variables.Set("GIT_CONFIG_GLOBAL", "/dev/null").Set("GIT_CONFIG_NOSYSTEM", "1"))
            .ExecuteBufferedAsync();
        return ended.StandardOutput;
    }
}

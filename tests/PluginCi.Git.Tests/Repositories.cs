using System.Text;
using CliWrap;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Model;

namespace PluginCi.Git.Tests;

/// <summary>A remote, a developer's clone of it and the server's mirror, all real, in a folder of their own.</summary>
internal sealed class Repositories : IDisposable
{
    public static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public Repositories()
    {
        Root = Directory.CreateTempSubdirectory("pluginci-git-").FullName;
        Remote = Path.Combine(Root, "remote.git");
        Clone = Path.Combine(Root, "clone");
        Git(Root, "init", "-q", "--bare", "-b", "main", Remote);
        Git(Root, "init", "-q", "-b", "main", Clone);
        Mirror = OpenMirror("mirrors");
    }

    public string Root { get; }

    public string Remote { get; }

    public string Clone { get; }

    public GitMirror Mirror { get; }

    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    public static MergeMessage Message(int change, string subject = "Add it") => new(new ChangeId($"git/{change}"), 1, subject);

    public static string Git(string directory, params string[] arguments)
    {
        var output = new StringBuilder();
        var errors = new StringBuilder();
        var environment = new Dictionary<string, string?>
        {
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_AUTHOR_NAME"] = "Ada",
            ["GIT_AUTHOR_EMAIL"] = "ada@example.org",
            ["GIT_COMMITTER_NAME"] = "Ada",
            ["GIT_COMMITTER_EMAIL"] = "ada@example.org",
        };
        var ended = Cli.Wrap("git").WithArguments(["-C", directory, .. arguments]).WithEnvironmentVariables(environment)
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output)).WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .WithValidation(CommandResultValidation.None).ExecuteAsync(Soon).Task.GetAwaiter().GetResult();
        return ended.ExitCode == 0 ? output.ToString().Trim() : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {errors}");
    }

    public GitMirror OpenMirror(string folder) =>
        new GitMirrors(new GitOptions { Directory = Path.Combine(Root, folder) }, NullLogger<GitMirrors>.Instance).Of(new ProjectName("group/app"));

    /// <summary>Makes a commit on top of another one.</summary>
    public string Commit(string? onto, params (string Path, string Text)[] files)
    {
        if (onto is not null)
        {
            Git(Clone, "checkout", "-q", "--detach", onto);
        }

        foreach (var (path, text) in files)
        {
            var file = Path.Combine(Clone, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        Git(Clone, "add", "-A");
        Git(Clone, "commit", "-q", "--allow-empty", "-m", $"Change {string.Join(", ", files.Select(f => f.Path))}");
        return Git(Clone, "rev-parse", "HEAD");
    }

    /// <summary>Puts a commit where the mirror can fetch it from.</summary>
    public void Publish(string commit, string name) => Git(Clone, "push", "-q", "--force", Remote, $"{commit}:{name}");

    /// <summary>Brings all that was published to the mirror.</summary>
    public Task FetchAsync() => FetchAsync(Mirror);

    public async Task FetchAsync(GitMirror mirror)
    {
        foreach (var commit in Git(Remote, "for-each-ref", "--format=%(objectname)").Split('\n'))
        {
            await mirror.FetchCommitAsync(Remote, commit, Soon);
        }
    }

    public async Task<MergeOutcome.Merged> MergeAsync(string onto, string commit, int change = 1) =>
        Assert.IsType<MergeOutcome.Merged>(await Mirror.MergeAsync(onto, commit, Message(change), At, Soon));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

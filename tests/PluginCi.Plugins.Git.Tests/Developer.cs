using System.Text;
using CliWrap;

namespace PluginCi.Plugins.Git.Tests;

/// <summary>A person with a clone.</summary>
internal sealed class Developer
{
    private readonly string _clone;
    private int _minute;

    private Developer(string clone) => _clone = clone;

    public static async Task<Developer> StartAsync(string clone, string remote)
    {
        Directory.CreateDirectory(clone);
        var developer = new Developer(clone);
        await developer.GitAsync("init", "-q", "-b", "main");
        await developer.GitAsync("remote", "add", "origin", remote);
        return developer;
    }

    public async Task<PushOutput> GitAsync(params string[] arguments) => await RunAsync(arguments, _ => { });

    /// <summary>Runs git and hands over every line as it is printed.</summary>
    public async Task<PushOutput> RunAsync(string[] arguments, Action<string> onLine)
    {
        var text = new StringBuilder();
        var environment = new Dictionary<string, string?>
        {
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_AUTHOR_NAME"] = "Ada",
            ["GIT_AUTHOR_EMAIL"] = "ada@example.org",
            ["GIT_COMMITTER_NAME"] = "Ada",
            ["GIT_COMMITTER_EMAIL"] = "ada@example.org",
            ["GIT_AUTHOR_DATE"] = $"2026-01-02T{_minute / 60:00}:{_minute % 60:00}:00Z",
            ["REMOTE_USER"] = null,
        };
        void Take(string line)
        {
            lock (text)
            {
                text.AppendLine(line);
            }

            onLine(line);
        }

        var ended = await Cli.Wrap("git").WithArguments(["-C", _clone, .. arguments]).WithEnvironmentVariables(environment)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(Take)).WithStandardErrorPipe(PipeTarget.ToDelegate(Take))
            .WithValidation(CommandResultValidation.None).ExecuteAsync(Site.Soon);
        return new PushOutput(ended.ExitCode, text.ToString());
    }

    /// <summary>Makes a commit on top of the one that is checked out.</summary>
    public async Task<string> CommitAsync(string message, params (string Path, string Text)[] files)
    {
        _minute++;
        Write(files);
        await GitAsync("add", "-A");
        (await GitAsync("commit", "-q", "--allow-empty", "-m", message)).Accepted();
        return await HeadAsync();
    }

    /// <summary>Changes the last commit and keeps who wrote it and when.</summary>
    public async Task<string> AmendAsync(params (string Path, string Text)[] files)
    {
        Write(files);
        await GitAsync("add", "-A");
        (await GitAsync("commit", "-q", "--amend", "--no-edit")).Accepted();
        return await HeadAsync();
    }

    public async Task GoToAsync(string commit) => (await GitAsync("checkout", "-q", "--detach", commit)).Accepted();

    public Task<PushOutput> PushAsync(params string[] options) =>
        GitAsync(["push", .. options.SelectMany(o => new[] { "-o", o }), "origin", "HEAD:refs/for/main"]);

    public async Task<string> HeadAsync() => (await GitAsync("rev-parse", "HEAD")).Text.Trim();

    private void Write((string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            File.WriteAllText(Path.Combine(_clone, path), text);
        }
    }
}

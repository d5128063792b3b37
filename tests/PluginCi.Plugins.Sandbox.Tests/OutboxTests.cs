using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>What a build hands back comes out of the sandbox whole or not at all, whatever the build does to it.</summary>
public sealed class OutboxTests : IDisposable
{
    private readonly SandboxScene _scene = new();

    [Fact]
    public async Task The_files_that_fit_come_out_as_they_are()
    {
        var (outcome, files) = await RunAsync(
            ["dist/**", "*.log"],
            "mkdir -p dist/deep 'dist/a b'; echo app > dist/app; chmod +x dist/app; : > dist/empty; echo d > dist/deep/.hidden; echo o > 'dist/a b/[o d]\\d '; echo l > x.log; echo no > x.txt");

        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Equal(["dist/a b/[o d]\\d ", "dist/app x", "dist/deep/.hidden", "dist/empty", "x.log"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("app\n", ""), (files["dist/app x"], files["dist/empty"]));
    }

    [Fact]
    public async Task Large_files_come_whole()
    {
        var (outcome, files) = await RunAsync(["*.bin"], "head -c 5000001 /dev/urandom > a.bin; head -c 196608 /dev/zero > part.bin; sha256sum a.bin | cut -d' ' -f1 > /build/workspace/sum.bin");
        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Equal(196_608, files["part.bin"].Length);
        await using var large = File.OpenRead(Path.Combine(_scene.Root, "outbox", "a.bin"));
        Assert.Equal(files["sum.bin"].TrimEnd(), Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(large)));
    }

    [Fact]
    public async Task Links_pipes_and_what_lies_behind_links_stay_inside()
    {
        var (outcome, files) = await RunAsync(
            ["dist/**", "linked/**", ".pluginci/return.json"],
            "mkdir dist; ln -s /etc/passwd dist/file; ln -s /etc dist/folder; ln -s /etc linked; mkfifo dist/pipe; ln -s /etc/passwd .pluginci; echo ok > dist/ok");
        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Equal(["dist/ok"], files.Keys);
    }

    [Fact]
    public async Task A_variable_names_the_file_that_a_build_returns_wherever_its_step_runs()
    {
        var (outcome, files) = await RunAsync([".pluginci/return.json"], "mkdir -p .pluginci; cd /tmp; echo '{}' > \"$PLUGINCI_RETURN\"");
        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Equal("{}\n", files[".pluginci/return.json"]);
    }

    [Fact]
    public async Task A_build_that_failed_hands_nothing_back()
    {
        var (outcome, files) = await RunAsync(["*"], "echo x > a; exit 3");
        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.Empty(files);
    }

    [Theory]
    [InlineData("head -c 6000000 /dev/zero > a", "hands on more than 5500000 bytes")]
    [InlineData("for n in $(seq 51); do : > $n; done", "hands on more than 50 files")]
    [InlineData("mkdir d; cd d; name=$(head -c 200 /dev/zero | tr '\\0' x); for n in $(seq 24000); do : > $name$n; done", "hands on more than 50 files")]
    public async Task What_is_too_much_ends_the_build_with_the_limit(string command, string expected)
    {
        var (outcome, _) = await RunAsync(["**"], command);
        Assert.Equal(BuildResult.LimitExceeded, outcome.Result);
        Assert.Contains(expected, outcome.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo x > a; chmod 0 a")]
    [InlineData("printf x > \"$(printf 'a\\nb')\"")]
    public async Task A_file_that_cannot_be_read_fails_the_build(string command)
    {
        var (outcome, _) = await RunAsync(["*"], command);
        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.Contains("The file a cannot be handed on", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_pauses_hands_back_before_it_pauses()
    {
        string[] seen = [];
        var (outcome, _) = await RunAsync(["*"], "echo x > a", _ =>
        {
            seen = [.. Directory.EnumerateFiles(Path.Combine(_scene.Root, "outbox")).Select(file => Path.GetFileName(file)!)];
            return Task.CompletedTask;
        });
        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Equal(["a"], seen);
    }

    public void Dispose() => _scene.Dispose();

    /// <returns>How it ended, and what is in the outbox: content by path, with an x after a program's.</returns>
    private async Task<(BuildOutcome Outcome, Dictionary<string, string> Files)> RunAsync(string[] globs, string command, Func<CancellationToken, Task>? pause = null)
    {
        var outbox = new Outbox { Folder = Directory.CreateDirectory(Path.Combine(_scene.Root, "outbox")).FullName, Files = [.. globs], MostBytes = 5_500_000, MostFiles = 50 };
        var job = SandboxScene.Job(command);
        var (outcome, _) = await _scene.RunAsync(job, outbox: outbox, pause: pause);
        return (outcome, Directory.EnumerateFiles(outbox.Folder, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(outbox.Folder, file) + (File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute) ? " x" : ""),
            File.ReadAllText));
    }
}

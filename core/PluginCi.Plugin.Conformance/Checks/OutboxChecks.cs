using System.Collections.Immutable;
using System.Security.Cryptography;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>What a build hands back comes out whole or not at all, whatever the build does to it.</summary>
internal static class OutboxChecks
{
    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(The_files_that_fit_the_outbox_come_out_as_they_are),
        new(Large_files_come_out_whole),
        new(Links_pipes_and_what_lies_behind_links_stay_inside),
        new(A_build_that_failed_hands_nothing_back),
        new(Of_a_build_that_failed_comes_out_what_is_asked_for),
        new(Files_that_are_too_large_end_the_build_with_the_limit),
        new(Too_many_files_end_the_build_with_the_limit),
        new(So_many_files_that_their_names_are_too_much_end_the_build_with_the_limit),
    ];

    private static async Task The_files_that_fit_the_outbox_come_out_as_they_are(ExecutorScene scene)
    {
        var files = await PassAsync(scene, ["dist/**", "*.log"],
            "mkdir -p dist/deep 'dist/a b'; echo app > dist/app; chmod +x dist/app; : > dist/empty; echo d > dist/deep/.hidden; echo o > 'dist/a b/[o d]\\d '; echo u > dist/grün; echo l > x.log; echo no > x.txt");

        Expect.Sequence(["dist/a b/[o d]\\d ", "dist/app x", "dist/deep/.hidden", "dist/empty", "dist/grün", "x.log"], files.Keys.Order(StringComparer.Ordinal), "Files");
        Expect.Sequence(["app\n", ""], [files["dist/app x"], files["dist/empty"]], "Contents");
    }

    private static async Task Large_files_come_out_whole(ExecutorScene scene)
    {
        var outbox = scene.NewOutbox("*.bin");
        var (outcome, output) = await scene.RunAsync(scene.Job("head -c 5000001 /dev/urandom > a.bin; head -c 196608 /dev/zero > part.bin; sha256sum a.bin | cut -d' ' -f1"), outbox: outbox);

        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message}\n{output.Text})");
        Expect.Equal(196_608, new FileInfo(Path.Combine(outbox.Folder, "part.bin")).Length, "Bytes");
        await using var large = File.OpenRead(Path.Combine(outbox.Folder, "a.bin"));
        Expect.Equal(output.Lines[^1], Convert.ToHexStringLower(await SHA256.HashDataAsync(large)), "Hash");
    }

    private static async Task Links_pipes_and_what_lies_behind_links_stay_inside(ExecutorScene scene)
    {
        var files = await PassAsync(scene, ["dist/**", "linked/**", ".pluginci/return.json"],
            "mkdir dist; ln -s /etc/passwd dist/file; ln -s /etc dist/folder; ln -s /etc linked; mkfifo dist/pipe; mkdir out; ln -s out .pluginci; echo no > out/return.json; echo ok > dist/ok");
        Expect.Sequence(["dist/ok"], files.Keys, "Files");
    }

    private static async Task A_build_that_failed_hands_nothing_back(ExecutorScene scene)
    {
        var (outcome, files) = await RunAsync(scene, ["*"], "echo x > a; exit 3");
        Expect.Equal(BuildResult.Failure, outcome.Result, $"Result ({outcome.Message})");
        Expect.Sequence([], files.Keys, "Files");
    }

    private static async Task Of_a_build_that_failed_comes_out_what_is_asked_for(ExecutorScene scene)
    {
        var outbox = scene.NewOutbox("*", "report/**") with { FilesOfFailed = ["report/**"] };
        var (outcome, _) = await scene.RunAsync(scene.Job("mkdir report; echo why > report/index.html; echo x > a; exit 3"), outbox: outbox);
        Expect.Equal(BuildResult.Failure, outcome.Result, $"Result ({outcome.Message})");
        Expect.Sequence(["report/index.html"], Directory.EnumerateFiles(outbox.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(outbox.Folder, file)), "Files");
        Expect.Equal("why\n", await File.ReadAllTextAsync(Path.Combine(outbox.Folder, "report", "index.html")), "Content");
    }

    private static Task Files_that_are_too_large_end_the_build_with_the_limit(ExecutorScene scene) =>
        TooMuchAsync(scene, "head -c 6000000 /dev/zero > a", "more than 5500000 bytes");

    private static Task Too_many_files_end_the_build_with_the_limit(ExecutorScene scene) =>
        TooMuchAsync(scene, "for n in $(seq 51); do : > $n; done", "more than 50 files");

    private static Task So_many_files_that_their_names_are_too_much_end_the_build_with_the_limit(ExecutorScene scene) =>
        TooMuchAsync(scene, "mkdir d; cd d; name=$(head -c 200 /dev/zero | tr '\\0' x); for n in $(seq 24000); do : > $name$n; done", "more than 50 files");

    private static async Task TooMuchAsync(ExecutorScene scene, string command, string expected)
    {
        var (outcome, _) = await RunAsync(scene, ["**"], command);
        Expect.Equal(BuildResult.LimitExceeded, outcome.Result, $"Result ({outcome.Message})");
        Expect.Contains(expected, outcome.Message, "Message");
    }

    private static async Task<Dictionary<string, string>> PassAsync(ExecutorScene scene, string[] globs, string command)
    {
        var (outcome, files) = await RunAsync(scene, globs, command);
        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message})");
        return files;
    }

    /// <returns>How it ended, and what is in the outbox: content by path, with an x after a program's.</returns>
    private static async Task<(BuildOutcome Outcome, Dictionary<string, string> Files)> RunAsync(ExecutorScene scene, string[] globs, string command)
    {
        var outbox = scene.NewOutbox(globs);
        var (outcome, _) = await scene.RunAsync(scene.Job(command), outbox: outbox);
        return (outcome, Directory.EnumerateFiles(outbox.Folder, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(outbox.Folder, file) + (File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute) ? " x" : ""),
            File.ReadAllText));
    }
}

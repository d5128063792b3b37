using System.Collections.Immutable;
using System.Security.Cryptography;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>Folders that builds find as earlier ones left them. An executor that has none says so by <see cref="IExecutor.FindObstacle"/>.</summary>
internal static class CacheChecks
{
    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(A_folder_comes_back_as_a_build_left_it),
        new(A_build_that_may_leave_nothing_leaves_nothing_and_alters_nothing),
        new(A_build_that_fails_leaves_nothing),
        new(What_cannot_be_packed_or_is_too_large_is_left_out_and_told),
        new(A_build_that_passed_in_its_time_is_not_failed_by_what_it_keeps),
        new(What_cannot_be_unpacked_is_told_and_the_build_starts_without_it),
        new(A_folder_that_is_a_link_holds_nothing_of_the_server),
    ];

    private static async Task A_folder_comes_back_as_a_build_left_it(ExecutorScene scene)
    {
        if (!CanKeep(scene))
        {
            return;
        }

        scene.StartIn = ".";
        var (home, work) = (Folder(scene, "~/.it's kept/sub", "home"), Folder(scene, "deps", "work"));
        await PassAsync(
            scene,
            [home, work],
            "d=\"$HOME/.it's kept/sub\"; mkdir -p \"$d/empty\" deps; echo one > \"$d/file\"; chmod 750 \"$d/file\"; ln -s file \"$d/link\"; ln \"$d/file\" \"$d/twin\"; echo \"odd\" > \"$d/$(printf 'a\\nb')\"; echo two > deps/file");

        var output = await PassAsync(
            scene,
            [Next(home), Next(work)],
            "cd \"$HOME/.it's kept/sub\"; cat file twin; [ -x file ] && readlink link; [ -d empty ] && [ -O file ] && ls | wc -l", "cat deps/file");
        Expect.Sequence(["one", "one", "file", "6", "two"], output.Lines.Select(line => line.Trim()), "What came back");
    }

    private static async Task A_build_that_may_leave_nothing_leaves_nothing_and_alters_nothing(ExecutorScene scene)
    {
        if (!CanKeep(scene))
        {
            return;
        }

        var good = Folder(scene, "~/kept", "good");
        await PassAsync(scene, [good], "mkdir ~/kept; echo good > ~/kept/tool");
        var before = await HashAsync(good.Into!);
        string[] files = Directory.GetFiles(scene.Root);

        await PassAsync(
            scene,
            [Next(good) with { Into = null }],
            "cat ~/kept/tool; echo bad > ~/kept/tool; rm -rf ~/kept; ln -s / ~/kept; ln -s ../../../../../.. ~/up",
            "set +e; for file in $(find / -xdev -name '0*' -path '*cache*' 2>/dev/null) /run/*/0 /run/*/0.pipe; do (echo bad > \"$file\") 2>/dev/null; chmod 777 \"$file\" 2>/dev/null; rm -f \"$file\" 2>/dev/null; mv ~/up \"$file\" 2>/dev/null; done; true");

        Expect.Equal(before, await HashAsync(good.Into!), "The hash of the archive that the build was given");
        Expect.Sequence(files.Order(), Directory.GetFiles(scene.Root).Order(), "Files beside it");
        Expect.Sequence(["good"], (await PassAsync(scene, [Next(good) with { Into = null }], "cat ~/kept/tool")).Lines, "What the next build finds");
    }

    private static async Task A_build_that_fails_leaves_nothing(ExecutorScene scene)
    {
        if (!CanKeep(scene))
        {
            return;
        }

        var folder = Folder(scene, "~/kept", "failed");
        scene.Caches = [folder];
        var (outcome, _) = await scene.RunAsync("mkdir ~/kept; echo x > ~/kept/x; false");
        Expect.Equal(BuildResult.Failure, outcome.Result, "Result");
        Expect.That(!File.Exists(folder.Into), "A build that failed left an archive.");
    }

    private static async Task What_cannot_be_packed_or_is_too_large_is_left_out_and_told(ExecutorScene scene)
    {
        if (!CanKeep(scene))
        {
            return;
        }

        var (missing, large) = (Folder(scene, "~/missing", "missing"), Folder(scene, "~/large", "large") with { MostBytes = 1_000_000 });
        var output = await PassAsync(scene, [missing, large], "mkdir ~/large; head -c 3000000 /dev/zero > ~/large/x");
        Expect.That(!File.Exists(missing.Into) && !File.Exists(large.Into), "An archive was left.");
        Expect.Contains("~/missing: nothing is kept of it", output.Text, "Output");
        Expect.Contains("~/large: nothing is kept of it: it is larger than 1000000 bytes", output.Text, "Output");
    }

    // Files of zeros that take no room, none larger than the disk, and all longer to read than the build may run.
    private static async Task A_build_that_passed_in_its_time_is_not_failed_by_what_it_keeps(ExecutorScene scene)
    {
        if (!CanKeep(scene))
        {
            return;
        }

        scene.Caches = [Folder(scene, "~/large", "slow") with { MostBytes = 1_000_000 }];
        var job = scene.Job("mkdir ~/large; cd ~/large; seq 300 | xargs truncate -s 30M") with { TimeLimit = TimeSpan.FromSeconds(3) };

        var (outcome, _) = await scene.RunAsync(job);

        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message})");
    }

    private static async Task What_cannot_be_unpacked_is_told_and_the_build_starts_without_it(ExecutorScene scene)
    {
        if (!CanKeep(scene))
        {
            return;
        }

        var folder = Folder(scene, "~/kept", "odd");
        await File.WriteAllBytesAsync(folder.Into!, RandomNumberGenerator.GetBytes(100_000));
        var output = await PassAsync(scene, [Next(folder) with { Into = null }], "[ ! -e ~/kept ] && echo nothing");
        Expect.Contains("~/kept: it could not be unpacked", output.Text, "Output");
        Expect.Equal("nothing", output.Lines[^1], "What is there");
    }

    // The checkout brings the link: what is packed and unpacked through it is what the build itself sees.
    private static async Task A_folder_that_is_a_link_holds_nothing_of_the_server(ExecutorScene scene)
    {
        if (!CanKeep(scene))
        {
            return;
        }

        var secret = Path.Combine(scene.Root, "secret");
        Directory.CreateDirectory(secret);
        await File.WriteAllTextAsync(Path.Combine(secret, "word"), "the server's");
        var workspace = scene.NewWorkspace();
        File.CreateSymbolicLink(Path.Combine(workspace, "kept"), secret);
        var folder = Folder(scene, "kept", "link");
        scene.Caches = [folder];
        await scene.RunAsync(scene.Job("true"), workspace);
        Expect.That(!File.Exists(folder.Into) || !(await File.ReadAllTextAsync(folder.Into)).Contains("the server's", StringComparison.Ordinal), "The archive holds a file of the server.");

        var filled = Folder(scene, "~/kept", "filled");
        await PassAsync(scene, [filled], "mkdir ~/kept; echo bad > ~/kept/word");
        scene.Caches = [Next(filled) with { Path = "kept", Into = null }];
        await scene.RunAsync(scene.Job("true"), workspace);
        Expect.Equal("the server's", await File.ReadAllTextAsync(Path.Combine(secret, "word")), "The server's file");
    }

    private static bool CanKeep(ExecutorScene scene) => scene.Subject.Executor.FindObstacle(scene.Job("true") with { Caches = [new CachePlan("~/kept", [])] }) is null;

    private static CacheFolder Folder(ExecutorScene scene, string path, string name) => new() { Path = path, Into = Path.Combine(scene.Root, name) };

    private static CacheFolder Next(CacheFolder folder) => folder with { Archive = folder.Into, Into = folder.Into + ".next" };

    private static Task<BuildTranscript> PassAsync(ExecutorScene scene, ImmutableArray<CacheFolder> caches, params string[] commands)
    {
        scene.Caches = caches;
        return scene.PassAsync(commands);
    }

    private static async Task<string> HashAsync(string file) => Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file)));
}

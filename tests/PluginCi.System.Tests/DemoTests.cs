namespace PluginCi.Systems;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_merges_what_is_good_and_says_why_the_rest_is_not()
    {
        using var scratch = new ScratchFolder();
        using var demo = RunningProduct.Demo(scratch.Path, "--once", "--json");
        var (status, output) = await demo.EndAsync();

        Assert.True(status == 0, $"{output}\n{demo.Errors}");
        var document = DemoDocument.Of(output);
        document.CheckResults();
        await document.CheckHistoriesAsync(scratch.PathTo("git"));
        await BranchTips.CheckAsync(scratch.PathTo("git"));

        // Nothing that shares no project with them waits for the ten seconds of the build that never ends, or for the others.
        Assert.True(document.SecondsOf("Label images with their licence") < document.SecondsOf("Wait for the player"), output);

        // All were approved at once, so the one that took longest says how long the gate took for all.
        Assert.True(document.LongestSeconds < document.BuildSeconds, output);

        // What the server did can be played again.
        var played = await Product.RunAsync("simulate", "--from-history", scratch.PathTo("data"), "--queue", "site-a", "--save", scratch.PathTo("history.yaml"), "--strategy", "serial", "--json");
        Assert.True(played.ExitCode == 0, played.StandardError);
        Assert.Contains("\"workload\":\"history-", played.StandardOutput, StringComparison.Ordinal);
        Assert.True(File.Exists(scratch.PathTo("history.yaml.trace")));
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_refused()
    {
        using var scratch = new ScratchFolder();
        scratch.Write("thesis.txt", "Years of work.");

        var ended = await Product.RunAsync("demo", "--once", "--dir", scratch.Path);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("is not empty and not the folder of a demo. Name another one with --dir.", ended.StandardError, StringComparison.Ordinal);
        Assert.Equal([scratch.PathTo("thesis.txt")], Directory.GetFileSystemEntries(scratch.Path));
    }
}

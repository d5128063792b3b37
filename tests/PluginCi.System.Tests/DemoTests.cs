namespace PluginCi.Systems;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_merges_what_is_good_and_says_why_the_rest_is_not()
    {
        using var scratch = new ScratchFolder();
        using var demo = new RunningDemo(scratch.Path, "--once", "--json");
        var (status, output) = await demo.EndAsync();

        Assert.True(status == 0, $"{output}\n{demo.Errors}");
        DemoDocument.Of(output).CheckResults();
        await DemoDocument.Of(output).CheckHistoriesAsync(scratch.PathTo("git"));
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

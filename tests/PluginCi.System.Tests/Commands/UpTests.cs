namespace PluginCi.Systems;

/// <summary>How <c>pluginci up</c> ends.</summary>
public sealed class UpTests
{
    [Fact]
    public async Task A_server_of_which_a_part_died_ends_with_a_status_that_says_so()
    {
        using var scratch = new ScratchFolder();
        scratch.Write("pluginci.yaml", "listen: http://127.0.0.1:0\n");
        scratch.Write(".pluginci/workspaces", "");
        using var server = RunningProduct.Server(scratch.Path);

        Assert.Equal(1, (await server.EndAsync()).Status);
        Assert.Contains($"The file '{scratch.PathTo(".pluginci", "workspaces")}' already exists.", server.Errors, StringComparison.Ordinal);
    }
}

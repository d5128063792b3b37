namespace PluginCi.Systems;

public sealed class BlubberTests
{
    [Fact]
    public async Task The_Dockerfile_alone_is_printed()
    {
        using var scratch = Write("version: v4\nvariants: { one: { entrypoint: [/x] } }\n");

        var printed = await Product.RunAsync("blubber", scratch.PathTo("blubber.yaml"), "one");

        Assert.Equal(0, printed.ExitCode);
        Assert.Equal("FROM scratch AS one\nENTRYPOINT [\"/x\"]\n\nLABEL blubber.variant=\"one\" blubber.version=\"0.23.0+\"\n", printed.StandardOutput);
        Assert.Equal("", printed.StandardError);
    }

    [Theory]
    [InlineData("version: v4\nvariants: { one: {} }\n", "tow", "(0,0): error PCI5102: there is no variant 'tow'; known are one\n")]
    [InlineData("version: v4\nbass: x\nvariants: { two: [] }\n", "two", "(2,1): error PCI5006: ")]
    [InlineData("version: v4\nvariants: { one: { python: { use-system-flag: true } } }\n", "one", "(2,30): error PCI5010: ")]
    public async Task What_is_wrong_is_told_with_its_place(string text, string variant, string message)
    {
        using var scratch = Write(text);

        var refused = await Product.RunAsync("blubber", scratch.PathTo("blubber.yaml"), variant);

        Assert.Equal(1, refused.ExitCode);
        Assert.Equal("", refused.StandardOutput);
        Assert.StartsWith(scratch.PathTo("blubber.yaml") + message, refused.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_is_kept_or_nothing_is_printed()
    {
        using var scratch = Write("version: v4\nvariants: { one: { base: other.example.org/x } }\n");
        scratch.Write("policy.yaml", "enforcements: [{ path: variants.one.base, rule: startswith=registry.example.org/ }]\n");

        var refused = await Product.RunAsync("blubber", scratch.PathTo("blubber.yaml"), "one", "--policy", scratch.PathTo("policy.yaml"));

        Assert.Equal((1, ""), (refused.ExitCode, refused.StandardOutput));
        Assert.Contains("error PCI5106: 'variants.one.base' is 'other.example.org/x'", refused.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_told()
    {
        using var scratch = new ScratchFolder();

        var missing = await Product.RunAsync("blubber", scratch.PathTo("none.yaml"), "one");
        var folder = await Product.RunAsync("blubber", scratch.Path, "one");

        Assert.Equal((1, $"{scratch.PathTo("none.yaml")}(0,0): error PCI5001: there is no file of that name\n"), (missing.ExitCode, missing.StandardError));
        Assert.Equal((1, $"{scratch.Path}(0,0): error PCI5001: this is a folder, and a file is expected\n"), (folder.ExitCode, folder.StandardError));
    }

    private static ScratchFolder Write(string text)
    {
        var scratch = new ScratchFolder();
        scratch.Write("blubber.yaml", text);
        return scratch;
    }
}

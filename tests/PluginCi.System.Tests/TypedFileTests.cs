namespace PluginCi.Systems;

/// <summary>A project that says by a word what it is, at a real server.</summary>
public sealed class TypedFileTests
{
    private const string Script = "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\nreturn Project(Commit(Job(\"old\").Sh(\"true\")));\n";

    // The one type that sees the programs of the machine: no system is made for it.
    private const string File = "type: dotnet\ncommands:\n  build: echo built by a word\n  lint:\n  unit:\n  package:\n";

    [NginxFact]
    public async Task A_change_replaces_the_script_by_a_word_and_is_tested_by_it()
    {
        using var scratch = new ScratchFolder();
        await SmallSite.FoundAsync(scratch, "", Script);
        using var server = RunningProduct.Server(scratch.Path);
        var url = await server.ReadAddressAsync();
        System.IO.File.Delete(scratch.PathTo("hello", ".pipeline", "pipeline.csx"));
        scratch.Write("hello/.pipeline/config.yaml", File);
        await SmallSite.PushAsync(scratch.PathTo("hello"), "HEAD:refs/for/main", "Say it by a word");
        await SmallSite.WaitForAsync(url, "open");
        Assert.Equal(0, (await Product.RunAsync("change", "approve", "1", "--server", url)).ExitCode);

        var merged = await SmallSite.WaitForAsync(url, "merged");

        var build = Assert.Single(merged.GetProperty("builds").EnumerateArray(), build => build.GetProperty("pipeline").GetString() == "gate");
        Assert.Equal("build", build.GetProperty("job").GetString());
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        Assert.Contains("built by a word\n", await http.GetStringAsync(new Uri(build.GetProperty("logUrl").GetString()!, UriKind.Relative)), StringComparison.Ordinal);
    }
}

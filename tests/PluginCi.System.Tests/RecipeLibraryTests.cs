using CliWrap;
using CliWrap.Buffered;

namespace PluginCi.Systems;

/// <summary>A release engineer's own library of recipes, from its template to a change that is tested by it.</summary>
public sealed class RecipeLibraryTests : IDisposable
{
    private const string Recipe = """
        using PluginCi.Dsl;
        using static PluginCi.Dsl.Ci;

        namespace Acme.Recipes;

        /// <summary>How greetings are tested here.</summary>
        public static class Greetings
        {
            /// <summary>One job.</summary>
            /// <param name="word">What it says.</param>
            /// <returns>The recipe.</returns>
            public static Recipe Say(string word) => Recipe(null, Job("greet").Sh($"echo the house says {word}"));
        }
        """;

    private const string Script = "#r \"PluginCi.Dsl.dll\"\n#r \"Acme.Recipes.dll\"\nusing static PluginCi.Dsl.Ci;\nusing Acme.Recipes;\n\nreturn Project(Commit(Greetings.Say(\"hello\")));\n";

    private readonly ScratchFolder _scratch = new();

    private string Library => _scratch.PathTo("library");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task The_template_compiles_passes_its_test_and_notices_when_its_meaning_changes()
    {
        await NewAsync();
        Assert.Equal(0, (await TestAsync("--approve")).ExitCode);
        var again = await TestAsync();
        Assert.True(again.ExitCode == 0, again.StandardOutput + again.StandardError);

        var planned = await Product.RunAsync("plan", _scratch.PathTo("library", "example"), "--recipes", _scratch.PathTo("library", "out"));
        Assert.True(planned.ExitCode == 0, planned.StandardError);
        Assert.Contains("smoke", planned.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(".pipeline/pipeline.csx(6)", planned.StandardOutput, StringComparison.Ordinal);

        var example = _scratch.PathTo("library", "example");
        await ScratchFolder.GitAsync(example, "init", "--quiet");
        foreach (var subject in new[] { "Start", "Go on" })
        {
            await ScratchFolder.GitAsync(example, "add", "--all");
            await ScratchFolder.GitAsync(example, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "--allow-empty", "-m", subject);
        }

        var bisected = await Product.RunAsync("bisect", "--dir", example, "--job", "none", "--good", "HEAD~1", "--bad", "HEAD", "--recipes", _scratch.PathTo("library", "out"));
        Assert.Matches("Known jobs: .*smoke", bisected.StandardError);

        var house = _scratch.PathTo("library", "House.cs");
        await File.WriteAllTextAsync(house, (await File.ReadAllTextAsync(house)).Replace("RetryFlakes(1)", "RetryFlakes(2)", StringComparison.Ordinal));
        var changed = await TestAsync();
        Assert.NotEqual(0, changed.ExitCode);
        Assert.Contains("\"flakeRetries\": 2", changed.StandardOutput, StringComparison.Ordinal);

        var once = await Product.RunAsync("plugin", "new", "recipe", "Acme.Recipes", Library);
        Assert.Equal(0, once.ExitCode);
        Assert.Contains("RetryFlakes(2)", await File.ReadAllTextAsync(house), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_may_not_name_a_library_that_nobody_vouches_for()
    {
        _scratch.Write("hello/.pipeline/pipeline.csx", Script);

        var planned = await Product.RunAsync("plan", _scratch.PathTo("hello"));

        Assert.Equal(1, planned.ExitCode);
        Assert.Contains("pipeline.csx(2,1): error PCI2102: only `#r \"PluginCi.Dsl.dll\"` and `#r \"PluginCi.Pipelines.dll\"` are allowed", planned.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme", "cannot be named 'acme'")]
    [InlineData("../Acme", "cannot be named '../Acme'")]
    [InlineData("PluginCi.Dsl", "is a name of PluginCI")]
    public async Task A_name_that_cannot_be_is_refused(string name, string message)
    {
        var made = await Product.RunAsync("plugin", "new", "recipe", name, Library);

        Assert.Equal(2, made.ExitCode);
        Assert.Contains(message, made.StandardError, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Library));
    }

    [NginxFact]
    public async Task The_server_tests_a_change_by_the_library_of_its_operator()
    {
        await NewAsync();
        _scratch.Write("library/Greetings.cs", Recipe);
        Assert.Equal(0, (await TestAsync("--approve")).ExitCode);
        await SmallSite.FoundAsync(_scratch, $"recipes: [{_scratch.PathTo("library", "out")}]\n", Script);
        using var server = RunningProduct.Server(_scratch.Path);
        var url = await server.ReadAddressAsync();
        _scratch.Write("hello/word.txt", "hello\n");
        await SmallSite.PushAsync(_scratch.PathTo("hello"), "HEAD:refs/for/main", "Say a word");
        await SmallSite.WaitForAsync(url, "open");
        Assert.Equal(0, (await Product.RunAsync("change", "approve", "1", "--server", url)).ExitCode);

        var merged = await SmallSite.WaitForAsync(url, "merged");

        var build = Assert.Single(merged.GetProperty("builds").EnumerateArray(), build => build.GetProperty("pipeline").GetString() == "gate");
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        Assert.Contains("the house says hello\n", await http.GetStringAsync(new Uri(build.GetProperty("logUrl").GetString()!, UriKind.Relative)), StringComparison.Ordinal);
    }

    private async Task NewAsync()
    {
        var made = await Product.RunAsync("plugin", "new", "recipe", "Acme.Recipes", Library);
        Assert.True(made.ExitCode == 0, made.StandardError);
    }

    private async Task<BufferedCommandResult> TestAsync(params string[] arguments)
    {
        _scratch.Write("bin/pluginci", $"#!/bin/sh\nexec dotnet '{Product.Program}' \"$@\"\n");
        File.SetUnixFileMode(_scratch.PathTo("bin", "pluginci"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return await Cli.Wrap(_scratch.PathTo("library", "test.sh")).WithArguments(arguments)
            .WithEnvironmentVariables(variables => variables.Set("PLUGINCI", _scratch.PathTo("bin", "pluginci")).Set("MSBUILDDISABLENODEREUSE", "1").Set("DOTNET_CLI_USE_MSBUILD_SERVER", "0"))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(RunningProduct.Soon);
    }
}

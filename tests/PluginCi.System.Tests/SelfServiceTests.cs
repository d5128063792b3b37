using System.Text.Json;

namespace PluginCi.Systems;

/// <summary>A repository that nobody told the site of, on the real server: it is under gate with its first push, and held to what the site enforces.</summary>
public sealed class SelfServiceTests : IDisposable
{
    private const string Head = "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\n";

    private const string Site = Head + """
        return Site(
            Repository("hello"),
            Repositories("tools/*"),
            Enforce([Job("markers").Sh("echo the site looked at it")]).For("tools/*"),
            Policy("no-root").When("job.steps.some(step => /\\bsudo\\b/.test(step))").Forbid("nothing runs as root"));

        """;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_new_repository_is_gated_with_its_first_push_and_held_to_what_the_site_enforces()
    {
        await SmallSite.FoundAsync(_scratch, "", Head + "return Project(Commit(Job(\"unit\").Sh(\"true\")));\n");
        _scratch.Write("config/site.csx", Site);
        await SmallSite.PushAsync(_scratch.PathTo("config"), "HEAD:main", "Tools by themselves");
        using var server = RunningProduct.Server(_scratch.Path);
        var url = await server.ReadAddressAsync();

        var hook = Path.Combine(Path.GetDirectoryName(Product.Program)!, "plugins", "git", "hook", "PluginCi.Plugins.Git.Hook.dll");
        await CliWrap.Cli.Wrap("dotnet").WithArguments([hook, "init", "--repositories", _scratch.PathTo("git"), "tools/lint"]).ExecuteAsync();
        var clone = _scratch.PathTo("lint");
        await ScratchFolder.GitAsync(_scratch.Path, "init", "--quiet", "--initial-branch=main", clone);
        await ScratchFolder.GitAsync(clone, "remote", "add", "origin", _scratch.PathTo("git", "tools/lint.git"));
        _scratch.Write("lint/README", "A tool.\n");
        await SmallSite.PushAsync(clone, "HEAD:main", "Start");
        _scratch.Write("lint/.pipeline/pipeline.csx", Head + "return Project(Commit(Job(\"unit\").Sh(\"sudo true\")));\n");
        await SmallSite.PushAsync(clone, "HEAD:refs/for/main", "A pipeline");
        await SmallSite.WaitForAsync(url, "open", change => Messages(change).Any(message =>
            message.Contains(".pipeline/pipeline.csx(4,1): error PCI2411: job 'unit' is not allowed here: nothing runs as root. That is policy 'no-root' of the site", StringComparison.Ordinal)));

        _scratch.Write("lint/.pipeline/pipeline.csx", Head + "return Project(Commit(Job(\"unit\").Sh(\"true\")));\n");
        await ScratchFolder.GitAsync(clone, "add", "--all");
        await ScratchFolder.GitAsync(clone, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "--amend", "-m", "A pipeline");
        await ScratchFolder.GitAsync(clone, "push", "--quiet", "origin", "HEAD:refs/for/main");
        await SmallSite.WaitForAsync(url, "open", change => change.GetProperty("change").GetProperty("patchset").GetInt32() == 2);
        Assert.Equal(0, (await Product.RunAsync("change", "approve", "1", "--server", url)).ExitCode);
        var merged = await SmallSite.WaitForAsync(url, "merged");

        Assert.Equal(
            ["markers", "unit"],
            merged.GetProperty("builds").EnumerateArray().Where(build => build.GetProperty("pipeline").GetString() == "gate").Select(build => build.GetProperty("job").GetString()).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Messages(JsonElement change) => change.GetProperty("reports").EnumerateArray().Select(report => report.GetProperty("message").GetString()!);
}

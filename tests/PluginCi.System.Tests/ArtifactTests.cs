using System.Net.Http.Json;
using System.Text.Json;

namespace PluginCi.Systems;

/// <summary>Artifacts and data from build to build and to people, with the real server, git and sandbox.</summary>
public sealed class ArtifactTests
{
    private const string Script =
        """"
        #r "PluginCi.Dsl.dll"
        using static PluginCi.Dsl.Ci;

        var build = Job("build").Sh("mkdir dist; cp it dist/app; chmod +x dist/app; ln -s /etc/passwd dist/link").Sh("""echo '{"version":"1.2"}' > "$PLUGINCI_RETURN" """).Publish("dist/**", name: "dist");
        var serve = Job("serve").Fetch(build, "dist").Pauses().Sh("dist/app").Sh("""echo '{"port":4711}' > "$PLUGINCI_RETURN" """);
        var use   = Job("use").After(serve).Fetch(build, "dist").Sh("test ! -e dist/link; dist/app").Sh("""cat "$PLUGINCI_DATA" """);
        return Project(Commit(build, serve, use));
        """";

    [Fact]
    public async Task A_change_merges_with_what_its_builds_passed_on_and_people_can_load_it()
    {
        using var scratch = new ScratchFolder();
        await SmallSite.FoundAsync(scratch, "", Script, ("it", "exit 1\n"));
        using var server = RunningProduct.Server(scratch.Path);
        var url = await server.ReadAddressAsync();
        scratch.Write("hello/it", "echo it runs\n");
        await SmallSite.PushAsync(scratch.PathTo("hello"), "HEAD:refs/for/main", "Add it");
        await SmallSite.WaitForAsync(url, "open");
        Assert.Equal(0, (await Product.RunAsync("change", "approve", "1", "--server", url)).ExitCode);

        var shown = await SmallSite.WaitForAsync(url, "merged");

        using var http = new HttpClient { BaseAddress = new Uri(url) };
        var builds = shown.GetProperty("builds").EnumerateArray().Where(build => build.GetProperty("pipeline").GetString() == "gate").ToDictionary(build => build.GetProperty("job").GetString()!);
        var log = await http.GetStringAsync(new Uri(builds["use"].GetProperty("logUrl").GetString()!, UriKind.Relative));
        Assert.Contains("it runs\n", log, StringComparison.Ordinal);
        Assert.Contains("""{"serve":{"port":4711},"build":{"version":"1.2"}}""", log, StringComparison.Ordinal);

        var view = await http.GetFromJsonAsync<JsonElement>($"/api/builds/{builds["build"].GetProperty("id").GetString()}");
        Assert.Equal("1.2", view.GetProperty("data").GetProperty("version").GetString());
        var file = Assert.Single(Assert.Single(view.GetProperty("artifacts").EnumerateArray()).GetProperty("files").EnumerateArray());
        Assert.Equal(("dist/app", 13), (file.GetProperty("path").GetString(), file.GetProperty("size").GetInt32()));
        Assert.Equal("echo it runs\n", await http.GetStringAsync(new Uri(file.GetProperty("url").GetString()!, UriKind.Relative)));
    }
}

using System.Diagnostics;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>What builds get while upstream or nginx is in trouble.</summary>
public sealed class OutageTests : IDisposable
{
    private readonly Upstream _upstream = new();

    private RegistryPlan Npm => new("npm", _upstream.Address);

    [NginxFact]
    public async Task While_upstream_is_down_what_is_cached_is_served_and_the_rest_is_an_error_that_names_it()
    {
        await using var scene = new CacheScene([Npm]);
        _upstream.Put("/left-pad", """{"name":"left-pad"}""");
        _upstream.Put("/left-pad/-/left-pad-1.0.0.tgz", "the file");
        await scene.GetAsync("/npm/left-pad");
        await scene.GetAsync("/npm/left-pad/-/left-pad-1.0.0.tgz");

        _upstream.GoDown();

        Assert.Equal("the file", (await scene.GetAsync("/npm/left-pad/-/left-pad-1.0.0.tgz")).Text);
        Assert.Equal("""{"name":"left-pad"}""", (await scene.GetAsync("/npm/left-pad")).Text);
        var missing = await scene.GetAsync("/npm/other");
        Assert.Equal(502, missing.Status);
        Assert.Equal($"PluginCI: /npm/other: npm at {_upstream.Address} does not answer (502), and it is not in the cache.\n", missing.Text);
        Assert.Equal("== dependencies: 2 from the cache, 2 fetched, 1 not to be had", scene.Build.Summary);

        _upstream.ComeBack();
        _upstream.Put("/other", "{}");
        Assert.Equal("{}", (await scene.GetAsync("/npm/other")).Text);
    }

    [NginxFact]
    public async Task An_index_that_is_old_is_served_all_the_same_when_upstream_cannot_give_a_new_one()
    {
        await using var scene = new CacheScene([Npm]);
        _upstream.Put("/left-pad", "{}");
        await scene.GetAsync("/npm/left-pad");
        var file = Assert.Single(scene.Kept());
        Outdate(file);

        _upstream.PutStatus("/left-pad", "503 Service Unavailable");
        Assert.Equal("{}", (await scene.GetAsync("/npm/left-pad")).Text);
        Assert.Equal(2, _upstream.Paths.Length);

        _upstream.Put("/left-pad", """{"new":1}""");
        Assert.Equal("""{"new":1}""", (await scene.GetAsync("/npm/left-pad")).Text);
    }

    [NginxFact]
    public async Task What_upstream_does_not_have_or_refuses_is_told_as_such()
    {
        await using var scene = new CacheScene([Npm]);
        _upstream.PutStatus("/private", "401 Unauthorized", "WWW-Authenticate: Basic realm=x");

        Assert.Equal((404, $"PluginCI: /npm/none: npm at {_upstream.Address} does not have it.\n"), Of(await scene.GetAsync("/npm/none")));
        Assert.Equal((401, $"PluginCI: /npm/private: npm at {_upstream.Address} refuses it to the server.\n"), Of(await scene.GetAsync("/npm/private")));

        // It may be there in a moment.
        _upstream.Put("/none", "{}");
        Assert.Equal((200, "{}"), Of(await scene.GetAsync("/npm/none")));
    }

    [NginxFact]
    public async Task A_crash_of_nginx_is_told_and_the_next_request_starts_it_again()
    {
        await using var scene = new CacheScene([Npm]);
        _upstream.Put("/left-pad/-/left-pad-1.0.0.tgz", "the file");
        await scene.GetAsync("/npm/left-pad/-/left-pad-1.0.0.tgz");
        using var master = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(Path.Combine(scene.Folder, "nginx.pid")), System.Globalization.CultureInfo.InvariantCulture));

        master.Kill();
        await WaitAsync(() => !scene.Warnings.IsEmpty);

        Assert.StartsWith("nginx, which keeps dependencies, has ended.", Assert.Single(scene.Warnings), StringComparison.Ordinal);
        Assert.Equal("the file", (await scene.GetAsync("/npm/left-pad/-/left-pad-1.0.0.tgz")).Text);
        Assert.Single(_upstream.Paths);
    }

    [NginxFact]
    public async Task Nothing_of_nginx_is_left_when_the_cache_ends_and_nothing_starts_before_it_is_used()
    {
        int id;
        await using (var scene = new CacheScene([Npm]))
        {
            Assert.False(File.Exists(Path.Combine(scene.Folder, "nginx.pid")));
            await scene.GetAsync("/npm/none");
            id = int.Parse(await File.ReadAllTextAsync(Path.Combine(scene.Folder, "nginx.pid")), System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(IsNginx(id));
        }

        await WaitAsync(() => !IsNginx(id));
    }

    [NginxFact]
    public async Task A_site_that_names_other_registries_is_served_with_them_and_what_runs_goes_on()
    {
        await using var scene = new CacheScene([Npm]);
        using var mirror = new Upstream();
        _upstream.Put("/left-pad", "{}");
        mirror.Put("/left-pad", """{"of":"mirror"}""");
        await scene.GetAsync("/npm/left-pad");

        var moved = new RegistryPlan("npm", mirror.Address);
        var answer = await scene.SayAsync("GET /npm/left-pad HTTP/1.1\r\n\r\n", scene.Open(scene.Cache.For([moved], [moved], scene.Told.Enqueue)));

        Assert.Equal("""{"of":"mirror"}""", answer.Text);
        Assert.Equal("{}", (await scene.GetAsync("/npm/left-pad")).Text);
        Assert.Empty(scene.Warnings);
    }

    [NginxFact]
    public async Task Builds_with_the_registries_of_before_and_after_a_change_take_turns_at_one_nginx()
    {
        await using var scene = new CacheScene([Npm]);
        using var mirror = new Upstream();
        var moved = new RegistryPlan("npm", mirror.Address);
        var later = scene.Open(scene.Cache.For([moved], [moved], scene.Told.Enqueue));
        var before = scene.Open();
        List<string> ids = [];
        foreach (var proxy in new[] { before, later, before, later, before })
        {
            Assert.Equal(404, (await scene.SayAsync("GET /npm/none HTTP/1.1\r\n\r\n", proxy)).Status);
            ids.Add(await File.ReadAllTextAsync(Path.Combine(scene.Folder, "nginx.pid")));
        }

        Assert.Single(ids[1..].Distinct());
    }

    [NginxFact]
    public async Task An_nginx_that_does_not_come_up_is_ended_and_told()
    {
        var folder = Directory.CreateTempSubdirectory("pci-deps-").FullName;
        var endless = Path.Combine(folder, "endless");
        using (var made = Process.Start("mkfifo", [endless]))
        {
            await made.WaitForExitAsync(CacheScene.Soon);
        }

        var late = await Assert.ThrowsAsync<DependencyException>(
            () => NginxServer.StartAsync(folder, Path.Combine(folder, "socket"), $"include {endless};", _ => { }, TimeSpan.FromMilliseconds(200), CacheScene.Soon));
        Assert.Equal("nginx, which keeps dependencies, did not start within 0.2 seconds. It said: nothing", late.Message);

        using var ending = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => NginxServer.StartAsync(folder, Path.Combine(folder, "socket"), $"include {endless};", _ => { }, TimeSpan.FromMinutes(5), ending.Token));
        Directory.Delete(folder, recursive: true);
    }

    [NginxFact]
    public async Task A_folder_that_is_gone_is_an_error_of_the_request()
    {
        await using var scene = new CacheScene([Npm]);
        _upstream.Put("/a/-/a-1.tgz", "the file");
        await scene.GetAsync("/npm/none");
        Directory.Delete(Path.Combine(scene.Folder, "serving"));

        var answer = await scene.GetAsync("/npm/a/-/a-1.tgz");

        Assert.Equal(502, answer.Status);
        Assert.Contains($"the cache cannot use its folder {scene.Folder}: ", answer.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _upstream.Dispose();

    private static (int Status, string Text) Of(Answer answer) => (answer.Status, answer.Text);

    private static bool IsNginx(int id) => File.Exists($"/proc/{id}/comm") && File.ReadAllText($"/proc/{id}/comm").StartsWith("nginx", StringComparison.Ordinal);

    // nginx keeps the time until which an answer is fresh in its file, the second number of eight bytes.
    private static void Outdate(string file)
    {
        using var stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = 8;
        stream.Write(BitConverter.GetBytes(DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds()));
    }

    private static async Task WaitAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(10, CacheScene.Soon);
        }
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>Items that are more or less than one change, and queues that may not merge.</summary>
public sealed class ItemTests
{
    [Fact]
    public async Task Changes_that_need_each_other_are_one_item_and_each_has_it_on_its_page()
    {
        await using var server = await TestServer.StartAsync();
        await server.Gate.AddQueueAsync("q", "core", "maps");
        var one = await server.Gate.PushAsync("core", "Give tiles", dependsOn: ["git/2"]);
        var two = await server.Gate.PushAsync("maps", "Use tiles", dependsOn: [one.Id.Value]);
        await server.Gate.PrepareAsync(two, "unit");

        var item = await OnlyItemAsync(server, "gate");

        Assert.Equal("{git/1, git/2}", item.GetProperty("title").GetString()!.Replace("{git/2, git/1}", "{git/1, git/2}", StringComparison.Ordinal));
        Assert.Equal(["git/1", "git/2"], item.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("id").GetString()).Order());
        var page = await server.GetAsync("/");
        Assert.Contains("Give tiles", page, StringComparison.Ordinal);
        Assert.Contains("Use tiles", page, StringComparison.Ordinal);
        foreach (var change in new[] { one, two })
        {
            var view = await server.Http.GetFromJsonAsync<JsonElement>($"/api/changes/{change.Id}");
            Assert.Equal("gate", view.GetProperty("places")[0].GetProperty("pipeline").GetString());
            Assert.Equal("unit", view.GetProperty("builds")[0].GetProperty("job").GetString());
        }

        var build = await server.Http.GetFromJsonAsync<JsonElement>($"/api/builds/{server.Gate.Build(one, "unit")}");
        Assert.Equal(2, build.GetProperty("changes").GetArrayLength());
        Assert.Contains("href=\"/changes/git/2\"", await server.GetAsync(build.GetProperty("url").GetString()!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_under_test_is_shown_by_its_name_and_commit()
    {
        await using var server = await TestServer.StartAsync();
        await server.Gate.AddQueueAsync("q", "core");
        var build = await server.Gate.RunNightlyAsync("core", "long");

        var item = await OnlyItemAsync(server, "nightly");

        Assert.Equal(("core@main", "timer"), (item.GetProperty("title").GetString(), item.GetProperty("ref").GetProperty("cause").GetString()));
        Assert.False(item.TryGetProperty("change", out _));
        Assert.Contains("core@main", await server.GetAsync("/"), StringComparison.Ordinal);
        var view = await server.Http.GetFromJsonAsync<JsonElement>($"/api/builds/{build}");
        Assert.Equal("core@main", view.GetProperty("subject").GetString());
        Assert.False(view.TryGetProperty("change", out _));
        Assert.Contains("core@main", await server.GetAsync($"/builds/{build}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_freeze_is_a_banner_with_reason_and_author_and_what_waits_says_so()
    {
        await using var server = await TestServer.StartAsync();
        await server.Gate.AddQueueAsync("q", "core");
        await server.Gate.AddQueueAsync("r", "docs");
        var end = new DateTimeOffset(2026, 5, 5, 8, 0, 0, TimeSpan.Zero);
        foreach (var project in new[] { "core", "docs" })
        {
            await server.Gate.CommandAsync(project, new FreezeMerges("all", "release <day>", end), "ada");
        }

        var change = await server.Gate.PushAsync("core", "One");
        await server.Gate.PrepareAsync(change, "unit");
        await server.Gate.EndAsync(change, "unit");

        var freeze = Assert.Single((await server.Http.GetFromJsonAsync<JsonElement>("/api/freezes")).EnumerateArray());
        Assert.Equal(("all", "ada", 2, end), (
            freeze.GetProperty("scope").GetString(), freeze.GetProperty("who").GetString(), freeze.GetProperty("queues").GetArrayLength(), freeze.GetProperty("until").GetDateTimeOffset()));
        var page = await server.GetAsync("/");
        Assert.Contains("are frozen by ada", page, StringComparison.Ordinal);
        Assert.Contains("release &lt;day&gt;", page, StringComparison.Ordinal);
        var item = await OnlyItemAsync(server, "gate");
        Assert.Contains("waits for the end of the freeze of all", item.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_was_kept_after_a_reset_is_marked()
    {
        await using var server = await TestServer.StartAsync();
        await server.Gate.AddQueueAsync("q", "core", "maps");
        var head = await server.Gate.PushAsync("core", "Head");
        var behind = await server.Gate.PushAsync("maps", "Behind");
        FrozenJob[] jobs = [new(new JobPlan { Name = "unit" }) { Inputs = "same" }, new(new JobPlan { Name = "site" })];
        await server.Gate.PrepareAsync(head, "unit");
        await server.Gate.PrepareAsync(behind, "gate", [.. jobs]);
        await server.Gate.EndAsync(behind, "unit");
        await server.Gate.EndAsync(head, "unit", BuildResult.Failure, "A test failed.");
        await server.Gate.PrepareAsync(behind, "gate", [.. jobs]);

        var item = await OnlyItemAsync(server, "gate");

        Assert.Equal([("unit", true), ("site", false)], item.GetProperty("jobs").EnumerateArray().Select(job => (job.GetProperty("job").GetString(), job.GetProperty("isReused").GetBoolean())));
        Assert.Contains("unit (reused)", await server.GetAsync("/"), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> OnlyItemAsync(TestServer server, string pipeline)
    {
        var queues = await server.Http.GetFromJsonAsync<JsonElement>("/api/queues");
        return Assert.Single(queues.GetProperty("queues").EnumerateArray()
            .SelectMany(queue => queue.GetProperty("pipelines").EnumerateArray())
            .Where(one => one.GetProperty("name").GetString() == pipeline)
            .SelectMany(one => one.GetProperty("items").EnumerateArray()));
    }
}

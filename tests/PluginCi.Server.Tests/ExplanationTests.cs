using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Server;

public sealed class ExplanationTests
{
    [Fact]
    public async Task A_queued_change_is_explained_by_its_place_its_resets_and_its_builds_with_their_commits()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.PlayAsync(server.Gate);
        var explained = await ReadAsync(server, scene.Behind);

        Assert.Equal("enqueued", explained.GetProperty("decision").GetProperty("kind").GetString());
        var standing = Assert.Single(explained.GetProperty("standings").EnumerateArray());
        Assert.Equal("site-a gate 3 of 6", $"{standing.GetProperty("queue")} {standing.GetProperty("pipeline")} {standing.GetProperty("item").GetProperty("place")} of {standing.GetProperty("length")}");
        Assert.Equal("enqueued", standing.GetProperty("enqueued").GetProperty("kind").GetString());
        Assert.True(standing.GetProperty("soonest").GetDateTimeOffset() <= standing.GetProperty("latest").GetDateTimeOffset());
        var reset = Assert.Single(explained.GetProperty("resets").EnumerateArray());
        Assert.StartsWith("git/4 is tested anew in gate: git/3", reset.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(reset.GetProperty("event").GetInt64() > 0);
        var newest = explained.GetProperty("builds").EnumerateArray().Last();
        Assert.Equal(
            ["mediawiki-core@main", "mw-ext-maps@main", "mw-ext-math@main", "mw-ext-video@main"],
            newest.GetProperty("commits").EnumerateObject().Select(commit => commit.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["git/2"], newest.GetProperty("build").GetProperty("testedOn").EnumerateArray().Select(change => change.GetString()));
    }

    [Fact]
    public async Task A_merged_change_is_explained_by_its_last_decision_and_its_votes()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.PlayAsync(server.Gate);
        var explained = await ReadAsync(server, scene.Merged);

        Assert.Empty(explained.GetProperty("standings").EnumerateArray());
        Assert.StartsWith("git/1 is merged into", explained.GetProperty("decision").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains(explained.GetProperty("reports").EnumerateArray(), report => report.GetProperty("vote").GetInt32() == 2);
    }

    [Fact]
    public async Task A_change_that_may_not_enter_says_what_it_waits_for()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.PlayAsync(server.Gate);
        var explained = await ReadAsync(server, scene.Waiting);

        Assert.Equal("it needs git/8, and git/8 is not approved", explained.GetProperty("waiting").GetString());
        Assert.Contains("git/8 is not approved", explained.GetProperty("decision").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_freeze_that_concerns_it_is_told()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.PlayAsync(server.Gate);
        await server.Gate.CommandAsync("mw-ext-maps", new FreezeMerges("all", "Release day."), "grace");

        var freeze = Assert.Single(Assert.Single((await ReadAsync(server, scene.Head)).GetProperty("standings").EnumerateArray()).GetProperty("freezes").EnumerateArray());
        Assert.Equal("all all Release day. grace", $"{freeze.GetProperty("scope")} {freeze.GetProperty("merges")} {freeze.GetProperty("reason")} {freeze.GetProperty("who")}");
    }

    [Fact]
    public async Task A_change_that_a_freeze_keeps_outside_its_queue_says_so_and_those_behind_it_go_on()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.PlayAsync(server.Gate);
        await server.Gate.FreezeAsync("mw-ext-maps", "Release day.");

        var explained = await ReadAsync(server, scene.Head);
        Assert.Equal("it waits for the end of the freeze of mw-ext-maps by grace: Release day.", explained.GetProperty("waiting").GetString());
        Assert.Empty(explained.GetProperty("standings").EnumerateArray());
        Assert.Empty(Assert.Single((await ReadAsync(server, scene.Behind)).GetProperty("standings").EnumerateArray()).GetProperty("freezes").EnumerateArray());
    }

    [Fact]
    public async Task A_change_that_is_not_there_is_a_problem()
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.Http.GetAsync(new Uri("/api/changes/git/99/explanation", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.StartsWith("There is no change git/99.", await ApiTests.DetailAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_a_change_says_why()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.PlayAsync(server.Gate);
        var page = await server.GetAsync($"/changes/{scene.Behind.Id}");

        Assert.Contains("<section aria-label=\"Why\">", page, StringComparison.Ordinal);
        Assert.Contains("git/4 is tested anew in gate", page, StringComparison.Ordinal);
        Assert.Contains("Likely to merge in gate between", page, StringComparison.Ordinal);
        Assert.Contains("What each build was given", page, StringComparison.Ordinal);
    }

    private static Task<JsonElement> ReadAsync(TestServer server, Change change) =>
        server.Http.GetFromJsonAsync<JsonElement>($"/api/changes/{change.Id}/explanation");
}

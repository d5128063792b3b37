using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Server;

public sealed class ApiTests
{
    [Fact]
    public async Task Queues_are_shown_with_items_builds_and_what_they_are_tested_on()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.PlayAsync(server.Gate);
        var queues = await server.Http.GetFromJsonAsync<JsonElement>("/api/queues");
        var gate = Pipeline(queues, "site-a", "gate");
        Assert.Equal(
            [
                "git/2 testing on tips",
                "git/3 failing on git/2",
                "git/4 testing on git/2",
            ],
            gate.GetProperty("items").EnumerateArray().Take(3).Select(Describe));
        var window = gate.GetProperty("window").GetInt32();
        Assert.All(
            gate.GetProperty("items").EnumerateArray(),
            item => Assert.Equal(item.GetProperty("place").GetInt32() <= window, item.GetProperty("isActive").GetBoolean()));
        var behind = gate.GetProperty("items")[2];
        Assert.Equal(scene.Behind.Subject, behind.GetProperty("subject").GetString());
        Assert.Equal(1, behind.GetProperty("resets").GetInt32());
        Assert.Equal("passed", behind.GetProperty("jobs")[0].GetProperty("standing").GetString());
        Assert.Equal("success", behind.GetProperty("jobs")[0].GetProperty("result").GetString());
        Assert.True(gate.GetProperty("items")[1].GetProperty("isCutOff").GetBoolean());
        var waiting = Queue(queues, "site-a").GetProperty("waiting")[0];
        Assert.Equal(scene.Waiting.Id.Value, waiting.GetProperty("change").GetString());
        Assert.Contains("is not approved", waiting.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_of_an_independent_pipeline_names_the_changes_that_it_brings_along()
    {
        await using var server = await TestServer.StartAsync();
        await Scene.PlayAsync(server.Gate);
        var check = Pipeline(await server.Http.GetFromJsonAsync<JsonElement>("/api/queues"), "service-c", "check");
        var items = check.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(2, items.Length);
        Assert.Empty(items[0].GetProperty("nonLive").EnumerateArray());
        Assert.Equal([items[0].GetProperty("change").GetString()], items[1].GetProperty("nonLive").EnumerateArray().Select(change => change.GetString()));
        Assert.False(check.TryGetProperty("window", out _));
    }

    [Fact]
    public async Task A_change_is_shown_with_its_place_builds_reports_and_history()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.PlayAsync(server.Gate);
        var merged = await server.Http.GetFromJsonAsync<JsonElement>($"/api/changes/{scene.Merged.Id}");
        Assert.Empty(merged.GetProperty("places").EnumerateArray());
        Assert.Equal(["unit", "site-a-acceptance"], merged.GetProperty("builds").EnumerateArray().Select(build => build.GetProperty("job").GetString()));
        Assert.Contains(merged.GetProperty("history").EnumerateArray(), reason => reason.GetProperty("kind").GetString() == "merged");
        Assert.Contains(merged.GetProperty("reports").EnumerateArray(), report => report.GetProperty("vote").GetInt32() == 2);
        var failing = await server.Http.GetFromJsonAsync<JsonElement>($"/api/changes/{scene.Failing.Id}");
        Assert.Equal("gate", failing.GetProperty("places")[0].GetProperty("pipeline").GetString());
    }

    [Fact]
    public async Task Changes_are_listed_up_to_a_number()
    {
        await using var server = await TestServer.StartAsync();
        await Scene.PlayAsync(server.Gate);
        Assert.Equal(3, (await server.Http.GetFromJsonAsync<JsonElement>("/api/changes?most=3")).GetArrayLength());
        var refused = await server.Http.GetAsync(new Uri("/api/changes?most=0", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("'most' is 0, expected a number from 1 to 1000.", await DetailAsync(refused));
    }

    [Theory]
    [InlineData("/api/changes/git/99", "There is no change git/99. The newest are git/1")]
    [InlineData("/api/builds/nope", "There is no build nope. There are no builds yet.")]
    [InlineData("/api/builds/nope/log", "There is no build nope. There are no builds yet.")]
    [InlineData("/api/nope", "There is no GET /api/nope. The endpoints are /api/builds/{id}, ")]
    public async Task What_is_not_there_is_a_problem_that_names_what_is(string path, string expected)
    {
        await using var server = await TestServer.StartAsync();
        await server.Gate.AddQueueAsync("q", "p");
        await server.Gate.PushAsync("p", "one");
        var answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith(expected, await DetailAsync(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approve", ChangeCommand.Approve)]
    [InlineData("abandon", ChangeCommand.Abandon)]
    [InlineData("restore", ChangeCommand.Restore)]
    [InlineData("recheck", ChangeCommand.Recheck)]
    public async Task A_command_goes_to_the_source_of_the_change(string verb, ChangeCommand command)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.Http.PostAsJsonAsync($"/api/changes/git/7/{verb}", new { who = "ada" });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal([(new ChangeId("git/7"), command, "ada")], server.Source.Commands);
    }

    [Fact]
    public async Task A_refused_command_is_a_conflict_with_the_sentence_of_the_source()
    {
        await using var server = await TestServer.StartAsync();
        server.Source.Refusal = "git/7 is merged already.";
        var answer = await server.Http.PostAsJsonAsync("/api/changes/git/7/approve", new { who = "ada" });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("git/7 is merged already.", await DetailAsync(answer));
    }

    [Fact]
    public async Task A_command_that_cannot_be_carried_out_says_why()
    {
        await using var server = await TestServer.StartAsync();
        var nobody = await server.Http.PostAsJsonAsync("/api/changes/git/7/approve", new { who = " " });
        Assert.Equal(HttpStatusCode.BadRequest, nobody.StatusCode);
        var elsewhere = await server.Http.PostAsJsonAsync("/api/changes/gerrit/7/approve", new { who = "ada" });
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        Assert.Equal("There is no connection gerrit. The connections are git.", await DetailAsync(elsewhere));
        server.Source.IsDown = true;
        var down = await server.Http.PostAsJsonAsync("/api/changes/git/7/approve", new { who = "ada" });
        Assert.Equal(HttpStatusCode.BadGateway, down.StatusCode);
        Assert.Equal("The review system is down.", await DetailAsync(down));
        Assert.Empty(server.Source.Commands);
    }

    [Fact]
    public async Task Health_tells_of_warnings()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal("healthy", (await server.Http.GetFromJsonAsync<JsonElement>("/api/health")).GetProperty("status").GetString());
        server.Board.Warn("site", "The site has errors.");
        var health = await server.Http.GetFromJsonAsync<JsonElement>("/api/health");
        Assert.Equal("degraded", health.GetProperty("status").GetString());
        Assert.Equal("The site has errors.", health.GetProperty("warnings")[0].GetString());
    }

    internal static async Task<string> DetailAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!;

    private static string Describe(JsonElement item)
    {
        var on = item.GetProperty("testedOn").EnumerateArray().Select(change => change.GetString()).ToArray();
        return $"{item.GetProperty("change")} {item.GetProperty("state")} on {(on.Length == 0 ? "tips" : string.Join('+', on))}";
    }

    private static JsonElement Queue(JsonElement queues, string name) =>
        queues.GetProperty("queues").EnumerateArray().Single(queue => queue.GetProperty("name").GetString() == name);

    private static JsonElement Pipeline(JsonElement queues, string queue, string name) =>
        Queue(queues, queue).GetProperty("pipelines").EnumerateArray().Single(pipeline => pipeline.GetProperty("name").GetString() == name);
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PluginCi.Scheduler;

namespace PluginCi.Server;

public sealed class OperatorTests
{
    [Theory]
    [InlineData("enqueue", """{"pipeline":"gate","subject":"git/3","who":"ada"}""", "enqueue git/3 in gate: ada, ")]
    [InlineData("dequeue", """{"pipeline":"gate","subject":"core@main","who":"ada","reason":"wrong branch"}""", "dequeue core@main from gate: ada, wrong branch")]
    [InlineData("promote", """{"pipeline":"gate","changes":["git/3","git/1"],"who":"ada"}""", "promote git/3 git/1 in gate: ada, ")]
    [InlineData("freeze", """{"scope":"core","who":"ada","reason":"release","branches":["main"],"exceptTopics":["fix"],"exceptHashtags":["urgent"]}""", "freeze core until  of main but fix but urgent: ada, release")]
    [InlineData("freeze", """{"scope":"all","who":"ada","reason":"release","until":"2026-05-04T18:00:00Z"}""", "freeze all until 2026-05-04 18:00:00Z: ada, release")]
    [InlineData("thaw", """{"scope":"core","who":"ada"}""", "thaw core: ada, ")]
    [InlineData("executors/sandbox/drain", """{"who":"ada","reason":"new disks"}""", "drain sandbox: ada, new disks")]
    [InlineData("executors/sandbox/resume", """{"who":"ada"}""", "resume sandbox: ada, ")]
    public async Task A_command_is_passed_on_and_answered_with_the_reasons(string verb, string body, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await PostAsync(server, verb, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([expected], server.Operators.Asked);
        Assert.Equal("It is done.", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reasons")[0].GetString());
    }

    [Fact]
    public async Task A_refusal_is_a_conflict_with_its_reasons()
    {
        await using var server = await TestServer.StartAsync();
        server.Operators.Answer = new CommandAnswer(false, ["There is no pipeline gaet. Known pipelines: check, gate."]);
        var answer = await PostAsync(server, "enqueue", """{"pipeline":"gaet","subject":"git/3","who":"ada"}""");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("There is no pipeline gaet. Known pipelines: check, gate.", await ApiTests.DetailAsync(answer));
    }

    [Theory]
    [InlineData("enqueue", """{"subject":"git/3","who":"ada"}""", "'pipeline' is missing.")]
    [InlineData("promote", """{"pipeline":"gate","changes":[],"who":"ada"}""", "'changes' is missing.")]
    [InlineData("freeze", """{"scope":"all","who":"ada"}""", "'reason' is missing.")]
    [InlineData("thaw", """{"scope":"all"}""", "'who' is missing.")]
    [InlineData("executors/sandbox/drain", """{"who":"ada"}""", "'reason' is missing.")]
    public async Task What_is_missing_is_named(string verb, string body, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await PostAsync(server, verb, body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(expected, await ApiTests.DetailAsync(answer));
        Assert.Empty(server.Operators.Asked);
    }

    [Fact]
    public async Task A_review_system_that_is_down_is_told()
    {
        await using var server = await TestServer.StartAsync();
        server.Operators.IsDown = true;
        var answer = await PostAsync(server, "enqueue", """{"pipeline":"gate","subject":"git/3","who":"ada"}""");
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_freeze()
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/freeze") { Content = JsonContent.Create(new { scope = "all", who = "eve", reason = "x" }) };
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Http.SendAsync(request)).StatusCode);
        Assert.Empty(server.Operators.Asked);
    }

    private static Task<HttpResponseMessage> PostAsync(TestServer server, string verb, string body) =>
        server.Http.PostAsync(new Uri($"/api/{verb}", UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
}

using System.Net;
using System.Net.Http.Json;

namespace PluginCi.Server;

public sealed class SecurityTests
{
    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "evil.example")]
    public async Task A_page_of_another_site_cannot_change_anything(string header, string value)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await PostAsync(server, header, value);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(server.Source.Commands);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Origin", "https://ci.example.org")]
    [InlineData("Host", "ci.example.org")]
    [InlineData("Host", "localhost")]
    public async Task The_server_s_own_pages_and_names_can(string header, string value)
    {
        await using var server = await TestServer.StartAsync(url: "https://ci.example.org");
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(server, header, value)).StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/queues")]
    [InlineData("/nope")]
    [InlineData("/assets/live.js")]
    public async Task Every_answer_tells_browsers_to_trust_nothing_else(string path)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.StartsWith("default-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    private static Task<HttpResponseMessage> PostAsync(TestServer server, string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/changes/git/1/approve") { Content = JsonContent.Create(new { who = "ada" }) };
        request.Headers.TryAddWithoutValidation(header, value);
        return server.Http.SendAsync(request);
    }
}

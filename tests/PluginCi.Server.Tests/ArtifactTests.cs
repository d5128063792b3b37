using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>What builds handed on, as people and programs see it.</summary>
public sealed class ArtifactTests
{
    private const string Hostile = "<script>alert('file')</script> & #1?.html";

    [Fact]
    public async Task Artifacts_and_data_are_listed_and_a_file_is_served_to_be_saved()
    {
        await using var server = await TestServer.StartAsync();
        var build = await BuildAsync(server);
        await server.Gate.HandOnAsync(build, $"site/{Hostile}", "<script>alert(1)</script>", """{"version":"1.2"}""");

        var view = await server.Http.GetFromJsonAsync<JsonElement>($"/api/builds/{build}");
        Assert.Equal("1.2", view.GetProperty("data").GetProperty("version").GetString());
        var artifact = Assert.Single(view.GetProperty("artifacts").EnumerateArray());
        Assert.Equal(("dist", 25L), (artifact.GetProperty("name").GetString(), artifact.GetProperty("size").GetInt64()));
        var file = Assert.Single(artifact.GetProperty("files").EnumerateArray());
        Assert.Equal(($"site/{Hostile}", HashOf("<script>alert(1)</script>")), (file.GetProperty("path").GetString(), file.GetProperty("hash").GetString()));

        using var answer = await server.Http.GetAsync(new Uri(file.GetProperty("url").GetString()!, UriKind.Relative));
        Assert.Equal("<script>alert(1)</script>", await answer.Content.ReadAsStringAsync());
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        var page = await server.GetAsync($"/builds/{build}");
        Assert.Contains("&lt;script&gt;alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains(file.GetProperty("url").GetString()!.Replace("'", "&#x27;", StringComparison.Ordinal), page, StringComparison.Ordinal);
        Assert.Contains("&quot;version&quot;", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dist/other")]
    [InlineData("dist/../../../../pluginci.db")]
    [InlineData("dist/..%2f..%2f..%2fpluginci.db")]
    [InlineData("other/app")]
    public async Task What_was_not_handed_on_is_not_served(string path)
    {
        await using var server = await TestServer.StartAsync();
        var build = await BuildAsync(server);
        await server.Gate.HandOnAsync(build, "app", "app", "{}");
        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.GetAsync(new Uri($"/api/builds/{build}/artifacts/{path}", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_damaged_file_is_told_and_not_served()
    {
        await using var server = await TestServer.StartAsync();
        var build = await BuildAsync(server);
        await server.Gate.HandOnAsync(build, "app", "app", "{}");
        await File.WriteAllTextAsync(Path.Combine(server.DataFolder, "artifacts", HashOf("app")[..2], HashOf("app")), "other");
        using var answer = await server.Http.GetAsync(new Uri($"/api/builds/{build}/artifacts/dist/app", UriKind.Relative));
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("is damaged", await ApiTests.DetailAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_in_html_is_looked_at_from_the_page_of_its_build_and_runs_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var build = await BuildAsync(server);
        await server.Gate.HandOnAsync(build, "{}", ("html/deep/index.html", "deep"), ("html/index.html", "<script>alert(1)</script>"), ("html/style.css", "b {}"), ("html/a.exe", "MZ"), ("html/x.xml", "<x/>"), ("html/x.js", "alert(1)"));

        var artifact = Assert.Single((await server.Http.GetFromJsonAsync<JsonElement>($"/api/builds/{build}")).GetProperty("artifacts").EnumerateArray());
        var url = artifact.GetProperty("pageUrl").GetString()!;
        Assert.Equal($"/builds/{build}/artifacts/dist/html/index.html", url);
        Assert.Contains($"<a href=\"{url}\">look at it</a>", await server.GetAsync($"/builds/{build}"), StringComparison.Ordinal);

        foreach (var (path, type, isSaved) in new[] { ("html/index.html", "text/html", false), ("html/", "text/html", false), ("html/style.css", "text/css", false), ("html/a.exe", "application/octet-stream", true), ("html/x.xml", "application/octet-stream", true), ("html/x.js", "application/octet-stream", true) })
        {
            using var answer = await server.Http.GetAsync(new Uri($"/builds/{build}/artifacts/dist/{path}", UriKind.Relative));
            Assert.Equal((HttpStatusCode.OK, type, isSaved), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition?.DispositionType == "attachment"));
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("sandbox allow-same-origin; default-src 'none';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
            Assert.Equal(("nosniff", "same-origin"), (answer.Headers.GetValues("X-Content-Type-Options").Single(), answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single()));
        }
    }

    [Theory]
    [InlineData("dist")]
    [InlineData("dist/")]
    [InlineData("dist/html")]
    [InlineData("dist/html/other.html")]
    [InlineData("dist/html/../../../../../pluginci.db")]
    [InlineData("dist/html/..%2f..%2f..%2fpluginci.db")]
    [InlineData("dist/%2fetc%2fpasswd")]
    [InlineData("other/html/index.html")]
    public async Task What_is_no_file_of_a_report_is_not_shown(string path)
    {
        await using var server = await TestServer.StartAsync();
        var build = await BuildAsync(server);
        await server.Gate.HandOnAsync(build, "html/index.html", "page", "{}");
        using var answer = await server.Http.GetAsync(new Uri($"/builds/{build}/artifacts/{path}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.StartsWith("default-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private static async Task<BuildId> BuildAsync(TestServer server)
    {
        await server.Gate.AddQueueAsync("q", "p");
        var change = await server.Gate.PushAsync("p", "one");
        await server.Gate.PrepareAsync(change, "unit");
        return server.Gate.Build(change, "unit");
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}

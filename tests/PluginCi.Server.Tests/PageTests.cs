using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using PluginCi.Model;
using PluginCi.Scheduler;

namespace PluginCi.Server;

public sealed class PageTests
{
    [Fact]
    public async Task The_queues_page_draws_every_item_with_what_it_is_tested_on()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.PlayAsync(server.Gate);
        var page = await server.GetAsync("/");
        foreach (var change in new[] { scene.Head, scene.Failing, scene.Conflict, scene.Outside, scene.Waiting, scene.Checked })
        {
            Assert.Contains($"href=\"/changes/{change.Id}\"", page, StringComparison.Ordinal);
            Assert.Contains(change.Subject, page, StringComparison.Ordinal);
        }

        var text = WebUtility.HtmlDecode(Regex.Replace(Regex.Replace(page, "<[^>]+>", " "), @"\s+", " "));
        Assert.Contains("tested on tips + git/2", text, StringComparison.Ordinal);
        Assert.Contains("tested anew 1 time", text, StringComparison.Ordinal);
        Assert.Contains("it needs git/8, and git/8 is not approved", text, StringComparison.Ordinal);
        Assert.Contains("git/1 is merged into", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_line_passes_a_failing_item_by()
    {
        await using var server = await TestServer.StartAsync();
        await Scene.PlayAsync(server.Gate);
        var stations = Regex.Matches(await server.GetAsync("/"), "<li class=\"station (?<class>[^\"]+)\"").Select(match => match.Groups["class"].Value.Trim()).ToArray();
        Assert.Equal(["tips", "on active passes", "off active passes", "on active passes"], stations[..4]);
        Assert.StartsWith("on outside", stations[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/changes")]
    [InlineData("/changes/git/4")]
    [InlineData("/plugins")]
    public async Task Subjects_are_escaped_and_nothing_is_inline(string path)
    {
        await using var server = await TestServer.StartAsync();
        await Scene.PlayAsync(server.Gate);
        var page = await server.GetAsync(path);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" onclick", page, StringComparison.Ordinal);
        Assert.Equal(path != "/plugins", page.Contains("&lt;script&gt;alert(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_build_page_shows_its_log_escaped_and_without_terminal_control()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.PlayAsync(server.Gate);
        var build = server.Gate.Build(scene.Behind, "site-a-acceptance");
        using (var log = server.Logs.Open(build))
        {
            log.Line("\x1b[31m<script>alert(1)</script>\x1b[0m \u001b]0;title\u0007bell\u0007");
        }

        var page = await server.GetAsync($"/builds/{build}");
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; bell", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', page);
        Assert.Contains($"data-follow=\"/api/builds/{build}/log?follow=true\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_build_waits_for_is_told()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.PlayAsync(server.Gate);
        var build = server.Gate.Build(scene.Behind, "site-a-acceptance");
        server.Executors.Waits[build] = new BuildWait(["sandbox", "podman"], 3, DateTimeOffset.UnixEpoch);

        Assert.Contains("<dd>for room on sandbox or podman, after 3 others</dd>", await server.GetAsync($"/builds/{build}"), StringComparison.Ordinal);
        Assert.Equal("for room on sandbox or podman, after 3 others", JsonDocument.Parse(await server.GetAsync($"/api/builds/{build}")).RootElement.GetProperty("waits").GetString());
    }

    [Fact]
    public async Task Quotas_are_shown_and_a_build_that_waits_for_one_says_so()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.PlayAsync(server.Gate);
        var build = server.Gate.Build(scene.Behind, "site-a-acceptance");
        server.Executors.AllQuotas.Add(new QuotaStanding("tools", ["tools/*"], 10, 10, 3));
        server.Executors.Waits[build] = new BuildWait(["sandbox"], 2, DateTimeOffset.UnixEpoch, new QuotaPlan("tools", 10, ["tools/*"]));

        Assert.Equal(
            "for quota 'tools', of which 10 builds may run at once, after 2 others",
            JsonDocument.Parse(await server.GetAsync($"/api/builds/{build}")).RootElement.GetProperty("waits").GetString());
        Assert.Equal("""[{"name":"tools","projects":["tools/*"],"builds":10,"running":10,"waiting":3}]""", await server.GetAsync("/api/quotas"));
        var text = Regex.Replace(Regex.Replace(await server.GetAsync("/executors"), "<[^>]+>", " "), @"\s+", " ");
        Assert.Contains("tools tools/* 10 10 3", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Executors_are_shown_with_their_room_and_drains()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Contains("There is nothing that runs builds", await server.GetAsync("/executors"), StringComparison.Ordinal);
        server.Executors.All.Add(new ExecutorStanding("sandbox", ["kvm"], 4, [new BuildId("site-a/7")], 12, new Drain("ada", "<new> disks", DateTimeOffset.UnixEpoch)));

        var text = WebUtility.HtmlDecode(Regex.Replace(Regex.Replace(await server.GetAsync("/executors"), "<[^>]+>", " "), @"\s+", " "));
        Assert.Contains("sandbox kvm 1 4 12 drained by ada,", text, StringComparison.Ordinal);
        Assert.Contains(": <new> disks", text, StringComparison.Ordinal);
        Assert.Equal(
            """[{"name":"sandbox","labels":["kvm"],"capacity":4,"running":["site-a/7"],"waiting":12,"drain":{"who":"ada","reason":"<new> disks","since":"1970-01-01T00:00:00+00:00"}}]""",
            await server.GetAsync("/api/executors"));
    }

    [Fact]
    public async Task A_change_page_shows_reports_and_the_history_of_reasons()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.PlayAsync(server.Gate);
        var page = await server.GetAsync($"/changes/{scene.Merged.Id}");
        Assert.Contains("Merged into main as", page, StringComparison.Ordinal);
        Assert.Contains("<ol class=\"timeline\">", page, StringComparison.Ordinal);
        Assert.Contains("It is in no queue.", page, StringComparison.Ordinal);
        Assert.Contains("pluginci change recheck", await server.GetAsync($"/changes/{scene.Failing.Id}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nope")]
    [InlineData("/changes/git/99")]
    [InlineData("/builds/%3Cscript%3E")]
    public async Task What_is_not_there_is_a_page_that_says_so(string path)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("<h1>Not found</h1>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_asset_that_a_page_names_is_there()
    {
        await using var server = await TestServer.StartAsync();
        var assets = Regex.Matches(await server.GetAsync("/"), "\"(?<url>/assets/[^\"]+)\"").Select(match => match.Groups["url"].Value).Distinct().ToArray();
        Assert.Equal(3, assets.Length);
        foreach (var asset in assets)
        {
            Assert.NotEmpty(await server.GetAsync(asset));
        }
    }
}

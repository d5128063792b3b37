using System.Net;

namespace PluginCi.Server;

public sealed class LiveTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Events_tell_the_version_at_once_and_whenever_it_grows()
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await OpenAsync(server, "/api/events");
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var first = await NextVersionAsync(reader);
        server.Board.Touch();
        Assert.True(await NextVersionAsync(reader) > first);
    }

    [Fact]
    public async Task Many_changes_at_once_are_told_as_few_events()
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await OpenAsync(server, "/api/events");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await NextVersionAsync(reader);
        for (var change = 0; change < 1000; change++)
        {
            server.Board.Touch();
        }

        var events = 1;
        while (await NextVersionAsync(reader) < server.Board.Version)
        {
            events++;
        }

        Assert.InRange(events, 1, 3);
    }

    [Fact]
    public async Task A_followed_log_streams_from_the_wait_for_a_worker_to_the_end()
    {
        await using var server = await TestServer.StartAsync();
        await server.Gate.AddQueueAsync("q", "p");
        var change = await server.Gate.PushAsync("p", "one");
        await server.Gate.PrepareAsync(change, "unit");
        var build = server.Gate.Build(change, "unit");
        using var answer = await OpenAsync(server, $"/api/builds/{build}/log?follow=true");
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        using (var log = server.Logs.Open(build))
        {
            log.StepStarted(0, "make test");
            await server.Gate.StartAsync(change, "unit");
            Assert.Equal("== step 1: make test", await LineAsync(reader));
            log.Line("<b>first</b>");
            Assert.Equal("<b>first</b>", await LineAsync(reader));
            log.Line("second");
            Assert.Equal("second", await LineAsync(reader));
        }

        Assert.Null(await LineAsync(reader));
        Assert.Equal("== step 1: make test\n<b>first</b>\nsecond\n", await server.GetAsync($"/api/builds/{build}/log"));
    }

    [Fact]
    public async Task What_is_made_for_a_build_is_a_stage_of_its_own_on_its_page_and_no_build_can_forge_it()
    {
        await using var server = await TestServer.StartAsync();
        await server.Gate.AddQueueAsync("q", "p");
        var change = await server.Gate.PushAsync("p", "one");
        await server.Gate.PrepareAsync(change, "unit", "other");
        var build = server.Gate.Build(change, "unit");
        using (var log = server.Logs.Open(build))
        {
            log.PreparationStarted("Debian bookworm with jq");
            log.Line("I: installing essential packages...");
            Assert.Contains("<dt>Environment</dt><dd>Debian bookworm with jq, being made</dd>", await server.GetAsync($"/builds/{build}"), StringComparison.Ordinal);
            log.PreparationEnded(TimeSpan.FromSeconds(41.25));
            log.StepStarted(0, "make test");
            log.PreparationStarted("another");
        }

        Assert.Contains("<dt>Environment</dt><dd>Debian bookworm with jq, made in 41.3 s</dd>", await server.GetAsync($"/builds/{build}"), StringComparison.Ordinal);
        Assert.StartsWith("== environment: Debian bookworm with jq\nI: installing essential packages...\n== environment took 41.3 s\n== step 1: make test\n", await server.GetAsync($"/api/builds/{build}/log"), StringComparison.Ordinal);

        var forger = server.Gate.Build(change, "other");
        using (var log = server.Logs.Open(forger))
        {
            log.StepStarted(0, "echo");
            log.Line("== environment: forged");
        }

        Assert.DoesNotContain("<dt>Environment</dt>", await server.GetAsync($"/builds/{forger}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Following_a_build_that_ended_gives_its_log_and_ends()
    {
        await using var server = await TestServer.StartAsync();
        await server.Gate.AddQueueAsync("q", "p");
        var change = await server.Gate.PushAsync("p", "one");
        await server.Gate.PrepareAsync(change, "unit", "other");
        var build = server.Gate.Build(change, "unit");
        using (var log = server.Logs.Open(build))
        {
            log.Line("all of it");
        }

        await server.Gate.EndAsync(change, "unit");
        Assert.Equal("all of it\n", await server.GetAsync($"/api/builds/{build}/log?follow=true"));
    }

    [Fact]
    public async Task The_server_stops_while_somebody_listens()
    {
        var server = await TestServer.StartAsync();
        using var answer = await OpenAsync(server, "/api/events");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await NextVersionAsync(reader);
        await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await server.DisposeAsync();
    }

    private static async Task<HttpResponseMessage> OpenAsync(TestServer server, string path)
    {
        var answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer;
    }

    private static async Task<long> NextVersionAsync(StreamReader reader)
    {
        while (await LineAsync(reader) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return long.Parse(line["data: ".Length..], System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        throw new EndOfStreamException("The stream of events ended.");
    }

    private static Task<string?> LineAsync(StreamReader reader) => reader.ReadLineAsync().WaitAsync(Deadline);
}

using System.Text;

namespace PluginCi.Egress;

/// <summary>What a proxy makes of its site's answers.</summary>
public sealed class SiteTests
{
    private const string Request = "GET /x HTTP/1.1\r\n\r\n";

    [Fact]
    public async Task A_bug_of_the_site_fails_the_request_and_not_the_build()
    {
        await using var scene = new ProxyScene([], site: new Site((_, _) => throw new UnauthorizedAccessException("/secret")));

        var answer = await scene.SayAsync(Request);

        Assert.StartsWith("HTTP/1.1 502 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        await scene.EndAsync();
        Assert.Equal("== network: a request refused: the server failed at it: UnauthorizedAccessException.", Assert.Single(scene.Records).ToString());
    }

    [Fact]
    public async Task A_build_that_hangs_up_ends_what_is_fetched_for_it()
    {
        var (asked, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var scene = new ProxyScene([], site: new Site(async (_, cancellationToken) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.SetResult();
            cancellationToken.ThrowIfCancellationRequested();
            return LoopbackAnswer.Of(200, "");
        }));
        using (var client = await scene.ConnectAsync())
        {
            await client.SendAsync(Encoding.ASCII.GetBytes(Request), ProxyScene.Soon);
            await asked.Task.WaitAsync(ProxyScene.Soon);
        }

        await ended.Task.WaitAsync(ProxyScene.Soon);
    }

    [Fact]
    public async Task What_a_site_fetches_is_spent_and_renews_the_time_of_the_connection_and_what_is_sent_of_it_is_not_spent_again()
    {
        var (steps, clock) = (0, new HandClock());
        await using var scene = new ProxyScene([], clock: clock, limits: new EgressLimits { MostBytes = 1000, IdleTime = TimeSpan.FromSeconds(10) }, site: new Site((trySpend, cancellationToken) =>
        {
            for (; steps < 10 && trySpend(100); steps++)
            {
                clock.Pass(TimeSpan.FromSeconds(9));
                cancellationToken.ThrowIfCancellationRequested();
            }

            return Task.FromResult(LoopbackAnswer.Of(200, $"{(trySpend(1) ? "more" : "no more")} {new string('x', 2000)}"));
        }));

        Assert.Contains("\r\n\r\nno more xxx", await scene.SayAsync(Request), StringComparison.Ordinal);
        Assert.Equal(10, steps);
    }

    private sealed class Site(Func<Func<int, bool>, CancellationToken, Task<LoopbackAnswer>> answer) : ILoopbackSite
    {
        public string? PathOf(string host, int port, string path) => null;

        public Task<LoopbackAnswer> AnswerAsync(string path, Func<int, bool> trySpend, CancellationToken cancellationToken) => answer(trySpend, cancellationToken);
    }
}

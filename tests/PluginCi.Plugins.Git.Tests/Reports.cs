using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Git.Tests;

public sealed class Reports : IDisposable
{
    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task A_waiting_push_prints_what_the_gate_says_until_each_change_is_decided()
    {
        var ada = await _site.HostAsync("app");
        _site.StartServer();
        await _site.Source.ListOpenChangesAsync([], Site.Soon);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Site.Soon);
        var watching = ServeAsync(stop.Token);
        await ada.CommitAsync("Good", ("a", "1"));
        await ada.CommitAsync("Bad", ("b", "1"));

        var output = (await ada.PushAsync("approve", "wait=50")).Accepted();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        Assert.Contains("git/1  gate: Start", output.Text, StringComparison.Ordinal);
        Assert.Contains("git/1  merged as aaaaaaaaaa", output.Text, StringComparison.Ordinal);
        Assert.Contains("All builds passed.", output.Text, StringComparison.Ordinal);
        Assert.Contains("git/2  gate: Failure", output.Text, StringComparison.Ordinal);
        Assert.Contains("unit failed", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waiting_push_ends_with_its_limit()
    {
        var ada = await _site.HostAsync("app");
        _site.StartServer();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Site.Soon);
        var listening = _site.Source.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await listening.MoveNextAsync());
        await ada.CommitAsync("Slow", ("a", "1"));

        var output = (await ada.PushAsync("wait=1")).Accepted();

        Assert.Contains("Nothing was decided within 1 s on git/1", output.Text, StringComparison.Ordinal);
        await listening.DisposeAsync();
    }

    [Fact]
    public async Task A_report_told_twice_is_one_comment_and_others_are_ignored()
    {
        var ada = await _site.HostAsync("app");
        _site.StartServer();
        await ada.CommitAsync("One", ("a", "1"));
        (await ada.PushAsync()).Accepted();

        await _site.ReportAsync(1, ReportKind.Start, "Starting.", "key-1");
        await _site.ReportAsync(1, ReportKind.Start, "Starting.", "key-1");
        await _site.ReportAsync(1, ReportKind.Success, "Passed.", "key-2");
        await _site.Reporter.ReportAsync(
            new Report
            {
                Key = "key-3",
                Change = new ChangeId("gerrit/1"),
                Patchset = 1,
                Pipeline = "gate",
                Kind = ReportKind.Success,
                Message = "Not ours.",
                Url = new Uri("http://ci.example/"),
            },
            Site.Soon);

        var store = Review.ReviewStore.Open(_site.Folder, TimeProvider.System);
        Assert.Equal(["key-1", "key-2"], store.Read(s => s.ListComments(1, after: 0)).Select(c => c.ReportKey));
        await Assert.ThrowsAsync<OutsideException>(() => _site.ReportAsync(8, ReportKind.Start, "Nobody.", "key-4"));
    }

    /// <summary>What the server does: merges git/1 and rejects git/2 once they are approved.</summary>
    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        await foreach (var happened in _site.Source.WatchAsync(cancellationToken))
        {
            if (happened is not ChangeHappened { Kind: ChangeHappening.Approved } approved)
            {
                continue;
            }

            var number = approved.Change == Site.Id(1) ? 1 : 2;
            await _site.ReportAsync(number, ReportKind.Start, "Starting.", $"start-{number}");
            if (number == 1)
            {
                await _site.Source.MarkMergedAsync(await _site.FindAsync(1), new string('a', 40), cancellationToken);
                await _site.ReportAsync(1, ReportKind.Success, "All builds passed.", "end-1");
            }
            else
            {
                await _site.ReportAsync(2, ReportKind.Failure, "Rejected.\nunit failed", "end-2");
            }
        }
    }
}

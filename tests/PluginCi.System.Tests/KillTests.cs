using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace PluginCi.Systems;

/// <summary>The demo, killed again and again while it runs: it must end as if nothing had happened.</summary>
public sealed class KillTests
{
    /// <summary>
    /// After how many new events of the journal each kill comes. A restart costs seconds, so there are few, at very different distances:
    /// during the first pushes, the approvals, the merges and the last builds. The environment may ask for others, such as <c>1,1,1,1,50</c>.
    /// </summary>
    private static readonly int[] Distances =
        [.. (Environment.GetEnvironmentVariable("PCI_KILL_AFTER") ?? "1,8,21,3,34,13,2,17").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];

    [Fact]
    public async Task The_demo_ends_the_same_however_often_it_is_killed()
    {
        using var scratch = new ScratchFolder();
        Assert.True(await RunUntilAsync(scratch.Path, () => Directory.Exists(scratch.PathTo("git", "mw-ext-maps.git"))), "It was over before its first repository.");
        var kills = 0;
        foreach (var distance in Distances)
        {
            var enough = CountEvents(scratch.Path) + distance;
            kills += await RunUntilAsync(scratch.Path, () => CountEvents(scratch.Path) >= enough) ? 1 : 0;
        }

        // How many events there are depends on how often builds start anew; the last kills may come too late.
        Assert.InRange(kills, Distances.Length / 2, Distances.Length);
        using var last = RunningProduct.Demo(scratch.Path, "--once", "--json");
        var (status, output) = await last.EndAsync();
        Assert.True(status == 0, Explain(scratch.Path, output, last));
        DemoDocument.Of(output).CheckResults();
        await DemoDocument.Of(output).CheckHistoriesAsync(scratch.PathTo("git"));
        CheckReports(scratch.PathTo("git", ".pluginci", "review.sqlite"));
    }

    /// <returns>False when the demo was over before.</returns>
    private static async Task<bool> RunUntilAsync(string folder, Func<bool> isTime)
    {
        using var demo = RunningProduct.Demo(folder, "--once", "--json");
        while (!isTime())
        {
            if (demo.HasEnded)
            {
                var (status, output) = await demo.EndAsync();
                Assert.True(status == 0, Explain(folder, output, demo));
                return false;
            }

            // What is waited for tells nobody outside the demo that it happened.
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        await demo.KillAsync();
        return true;
    }

    private static string Explain(string folder, string output, RunningProduct demo)
    {
        var log = Path.Combine(folder, "data", "logs", "server.log");
        var said = File.Exists(log) ? File.ReadLines(log).TakeLast(200) : [];
        return $"{output}\n{demo.Errors}\n{string.Join('\n', said)}";
    }

    private static int CountEvents(string folder)
    {
        var file = Path.Combine(folder, "data", "pluginci.db");
        return File.Exists(file) && Read<int>(file, "select count(*) from sqlite_master where name = 'event'") == 1
            ? Read<int>(file, "select count(*) from event")
            : 0;
    }

    /// <summary>Nobody was told twice: each change entered the gate once and left it once.</summary>
    private static void CheckReports(string reviews)
    {
        using var connection = new SqliteConnection($"Data Source={reviews};Mode=ReadOnly;Pooling=False");
        var told = connection.Query<(long Number, string Kind)>("select number, kind from comments where pipeline = 'gate'").ToLookup(comment => comment.Number, comment => comment.Kind);
        Assert.Equal(16, told.Count);
        Assert.All(told, comments => Assert.Equal(comments.Count(), comments.Distinct().Count()));
        Assert.All(told, comments => Assert.Single(comments, kind => kind != "Start"));
    }

    private static T Read<T>(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        return connection.ExecuteScalar<T>(sql)!;
    }
}

using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace PluginCi.Systems;

/// <summary>The demo, killed again and again while it runs: it must end as if nothing had happened.</summary>
public sealed class KillTests
{
    /// <summary>After how many new events of the journal the next kill comes; the environment may ask for fewer, to kill more often.</summary>
    private static readonly int Stride = int.Parse(Environment.GetEnvironmentVariable("PCI_KILL_EVERY") ?? "17", CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_demo_ends_the_same_however_often_it_is_killed()
    {
        using var scratch = new ScratchFolder();
        var kills = 0;
        for (var events = Stride; await RunUntilAsync(scratch.Path, events); events = CountEvents(scratch.Path) + Stride)
        {
            kills++;
        }

        Assert.True(kills >= 3, $"Only {kills} kills were possible.");
        using var last = new RunningDemo(scratch.Path, "--once", "--json");
        var (status, output) = await last.EndAsync();
        Assert.True(status == 0, $"After {kills} kills:\n{output}\n{last.Errors}");
        DemoDocument.Of(output).CheckResults();
        await DemoDocument.Of(output).CheckHistoriesAsync(scratch.PathTo("git"));
        CheckReports(scratch.PathTo("git", ".pluginci", "review.sqlite"));
    }

    /// <returns>False when the demo was over before it had so many events.</returns>
    private static async Task<bool> RunUntilAsync(string folder, int events)
    {
        using var demo = new RunningDemo(folder, "--once", "--json");
        while (CountEvents(folder) < events)
        {
            if (demo.HasEnded)
            {
                return false;
            }

            // The journal tells nobody outside the server that it grew.
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        await demo.KillAsync();
        return true;
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

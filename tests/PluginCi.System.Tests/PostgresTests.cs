using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace PluginCi.Systems;

/// <summary>The whole product on PostgreSQL: both are killed while changes go through the gate.</summary>
public sealed class PostgresTests
{
    private const int Changes = 4;

    private const string Script =
        """
        #r "PluginCi.Dsl.dll"
        using static PluginCi.Dsl.Ci;

        return Project(Commit(Job("unit").Sh("test ! -e broken"), Job("slow").Sh("sleep 0.5")));
        """;

    [PostgresFact]
    public async Task Changes_merge_once_each_however_often_the_server_and_PostgreSQL_are_killed()
    {
        using var postgres = PostgresServer.Start();
        var database = postgres.NewDatabase();
        using var scratch = new ScratchFolder();
        await SmallSite.FoundAsync(scratch, $"database: {database}\n", Script);
        await PushChangesAsync(scratch);
        var name = new Uri(database).AbsolutePath[1..];
        foreach (var (more, isPostgresKilled) in new[] { (2, false), (5, true), (4, false), (3, true) })
        {
            using var server = RunningProduct.Server(scratch.Path);
            var url = await server.ReadAddressAsync();
            await WaitForEventsAsync(postgres, name, more, server, url);
            if (isPostgresKilled)
            {
                postgres.Kill();
                await CheckThatItSaysWhenToAskAgainAsync(url);
                postgres.StartAgain();
                await WaitForEventsAsync(postgres, name, more, server, url);
            }

            await server.KillAsync();
        }

        using var last = RunningProduct.Server(scratch.Path);
        var address = await last.ReadAddressAsync();
        var limit = RunningProduct.Soon;
        while (!await IsAllDoneAsync(address))
        {
            Assert.False(limit.IsCancellationRequested, (await Product.RunAsync("change", "list", "--server", address)).StandardOutput);
        }

        // What merged is told a moment later.
        while (ReadReports(scratch).Count <= Changes)
        {
            Assert.False(limit.IsCancellationRequested, "Not every change was told of.");
        }

        Assert.All(ReadReports(scratch), comments => Assert.Equal(comments.Count(), comments.Distinct().Count()));
        var merged = await ScratchFolder.GitAsync(scratch.PathTo("git", "hello.git"), "log", "--format=%s", "--no-merges", "main");
        Assert.Equal(Changes, merged.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count(subject => subject.StartsWith("Change ", StringComparison.Ordinal)));
        Assert.DoesNotContain("Broken", merged, StringComparison.Ordinal);
        await CheckWhatReadsAsync(scratch, database);
    }

    private static async Task CheckThatItSaysWhenToAskAgainAsync(string url)
    {
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        foreach (var (path, type) in new[] { ("/api/changes", "application/problem+json"), ("/changes", "text/html") })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, type, "5"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers.RetryAfter?.ToString()));
            Assert.Contains("cannot reach its database now", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Contains("default-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    [PostgresFact]
    public async Task A_database_has_one_server_and_one_that_lost_it_ends()
    {
        var database = PostgresServer.Shared.NewDatabase();
        using var scratch = new ScratchFolder();
        await SmallSite.FoundAsync(scratch, $"database: {database}\n", Script);
        using var first = RunningProduct.Server(scratch.Path);
        await first.ReadAddressAsync();

        var name = new Uri(database).AbsolutePath[1..];
        scratch.Write("other/pluginci.yaml", $"listen: http://127.0.0.1:0\ndatabase: {database}\n");
        using var refused = RunningProduct.Server(scratch.PathTo("other"));
        Assert.Equal(1, (await refused.EndAsync()).Status);
        Assert.Contains("is used by another server, 'pluginci ", refused.Errors, StringComparison.Ordinal);

        // It waits for the lock when the first one's connection is cut, so that it is the one who gets it.
        using var second = RunningProduct.Server(scratch.PathTo("other"));
        const string Locks = "from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())";
        while (PostgresServer.Shared.Query(name, $"select count(*) {Locks} and not granted") == "0")
        {
            Assert.False(second.HasEnded, second.Errors);
        }

        PostgresServer.Shared.Query(name, $"select pg_terminate_backend(pid) {Locks} and granted");
        await second.ReadAddressAsync();
        await PushAsync(scratch, 1, "Change", "file");
        Assert.Equal(1, (await first.EndAsync()).Status);
        Assert.Contains("was taken by another server while the connection to it was lost.", first.Errors, StringComparison.Ordinal);
    }

    private static async Task PushChangesAsync(ScratchFolder scratch)
    {
        using var server = RunningProduct.Server(scratch.Path);
        var url = await server.ReadAddressAsync();
        foreach (var number in Enumerable.Range(1, Changes))
        {
            await PushAsync(scratch, number, "Change", string.Create(CultureInfo.InvariantCulture, $"file{number}"));
        }

        await PushAsync(scratch, Changes + 1, "Broken", "broken");
        foreach (var number in Enumerable.Range(1, Changes + 1))
        {
            await WaitForChangeAsync(url, number);
            Assert.Equal(0, (await Product.RunAsync("change", "approve", $"{number}", "--server", url)).ExitCode);
        }

        await server.KillAsync();
    }

    // Each from the same start, so that none needs another.
    private static async Task PushAsync(ScratchFolder scratch, int number, string subject, string file)
    {
        var clone = scratch.PathTo("hello");
        await ScratchFolder.GitAsync(clone, "checkout", "--quiet", "-B", $"change{number}", number == 1 ? "HEAD" : "change1~1");
        scratch.Write($"hello/{file}", "it\n");
        await SmallSite.PushAsync(clone, "HEAD:refs/for/main", string.Create(CultureInfo.InvariantCulture, $"{subject} {number}"));
    }

    private static int Events(PostgresServer postgres, string database) => int.Parse(postgres.Query(database, "select count(*) from event"), CultureInfo.InvariantCulture);

    private static async Task<bool> IsAllDoneAsync(string url)
    {
        // A page that cannot read its database is an error of the server.
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        using var listed = await http.GetAsync(new Uri("/api/changes", UriKind.Relative));
        return listed.IsSuccessStatusCode && (await listed.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Count(change => change.GetProperty("status").GetString() == "merged") == Changes;
    }

    private static async Task WaitForChangeAsync(string url, int number)
    {
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        var limit = RunningProduct.Soon;
        while (!(await http.GetAsync(new Uri($"/api/changes/git/{number}", UriKind.Relative), limit)).IsSuccessStatusCode)
        {
        }
    }

    private static async Task WaitForEventsAsync(PostgresServer postgres, string database, int more, RunningProduct server, string url)
    {
        var (enough, limit) = (Events(postgres, database) + more, RunningProduct.Soon);
        try
        {
            while (Events(postgres, database) < enough && !await IsAllDoneAsync(url))
            {
                limit.ThrowIfCancellationRequested();
            }
        }
        catch (HttpRequestException)
        {
            Assert.Fail($"The server ended: {server.Errors}");
        }
    }

    /// <summary>What was told of each change in the gate: that it came, and how it left, once each.</summary>
    private static ILookup<long, string> ReadReports(ScratchFolder scratch)
    {
        using var connection = new SqliteConnection($"Data Source={scratch.PathTo("git", ".pluginci", "review.sqlite")};Mode=ReadOnly;Pooling=False");
        return connection.Query<(long Number, string Kind)>("select number, kind from comments where pipeline = 'gate'").ToLookup(comment => comment.Number, comment => comment.Kind);
    }

    private static async Task CheckWhatReadsAsync(ScratchFolder scratch, string database)
    {
        var replayed = await Product.RunAsync("replay", database);
        Assert.True(replayed.ExitCode == 0, replayed.StandardError);
        Assert.Contains("merged", replayed.StandardOutput, StringComparison.Ordinal);
        var simulated = await Product.RunAsync("simulate", "--from-history", database, "--queue", "hello", "--strategy", "linear");
        Assert.True(simulated.ExitCode == 0, simulated.StandardError);
        var without = await Product.RunAsync("bisect", "--journal", database, "--job", "unit", "--good", "git/1", "--bad", "git/2");
        Assert.Contains("Name the server's data folder too: --data DIR", without.StandardError, StringComparison.Ordinal);
        var bisected = await Product.RunAsync("bisect", "--journal", database, "--queue", "hello", "--data", scratch.PathTo(".pluginci"), "--job", "unit", "--good", "nothing", "--bad", "git/2");
        Assert.Contains("No recorded merge is of a change 'nothing'", bisected.StandardError, StringComparison.Ordinal);
    }
}

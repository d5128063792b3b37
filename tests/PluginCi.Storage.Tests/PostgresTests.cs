using System.Globalization;

namespace PluginCi.Storage;

/// <summary>What only a database that others run can do to a server: refuse it, be away for a while, and be taken.</summary>
public sealed class PostgresTests
{
    [PostgresFact]
    public async Task A_database_has_one_server()
    {
        var address = PostgresServer.Shared.NewDatabase();
        await using var first = Database.Open(address);

        var refused = Assert.Throws<InvalidOperationException>(() => Database.Open(address)).Message;

        Assert.Contains("is used by another server, 'pluginci ", refused, StringComparison.Ordinal);
        Assert.Contains("One server uses a database at a time: stop the other one", refused, StringComparison.Ordinal);
        await WriteAsync(first, "still ours");
    }

    [PostgresFact]
    public async Task A_server_goes_on_after_its_connection_was_cut_and_nothing_is_half_written()
    {
        var address = PostgresServer.Shared.NewDatabase();
        await using var database = Database.Open(address);
        await WriteAsync(database, "before");

        await Assert.ThrowsAsync<StorageException>(() => database.WriteAsync(
            session =>
            {
                Insert(session, "lost");
                CutOff(address);
                return Insert(session, "lost too");
            },
            CancellationToken.None));
        await WriteAsync(database, "after");

        Assert.Equal(["before", "after"], Names(database));
    }

    [PostgresFact]
    public async Task A_connection_that_only_the_server_lost_is_ended_before_it_writes_again()
    {
        var address = PostgresServer.Shared.NewDatabase();
        await using var forwarder = new Forwarder(address);
        await using var database = Database.Open(forwarder.Address);
        await WriteAsync(database, "before");

        forwarder.CutTheServersSide();

        // The first finds the connection gone, the second that PostgreSQL still has the lock of the old one, and ends it.
        foreach (var attempt in new[] { "first", "second" })
        {
            await Assert.ThrowsAsync<StorageException>(() => WriteAsync(database, attempt));
        }

        await WriteUntilItCanAsync(database, "after");
        Assert.Equal(["before", "after"], Names(database));
    }

    [PostgresFact]
    public async Task A_server_that_lost_its_database_to_another_never_writes_again()
    {
        var address = PostgresServer.Shared.NewDatabase();
        await using var first = Database.Open(address);
        CutOff(address);
        await using (var second = Database.Open(address))
        {
            await WriteAsync(second, "second");
            await Assert.ThrowsAsync<StorageException>(() => WriteAsync(first, "first"));
            var told = (await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(first, "first"))).Message;
            Assert.Contains("was taken by another server while the connection to it was lost. This server ends", told, StringComparison.Ordinal);
            Assert.Equal(told, await first.WhenTaken);
        }

        // Not even when nobody holds it any more: what the first one remembers is not what is stored.
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(first, "first"));
        Assert.Equal(["second"], Names(first));
    }

    [PostgresFact]
    public async Task A_server_that_was_away_while_another_came_and_went_does_not_go_on()
    {
        var address = PostgresServer.Shared.NewDatabase();
        await using var first = Database.Open(address);
        CutOff(address);
        await Database.Open(address).DisposeAsync();

        await Assert.ThrowsAsync<StorageException>(() => WriteAsync(first, "first"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(first, "first"));
        Assert.True(first.WhenTaken.IsCompleted);
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_acknowledged_before_PostgreSQL_died_is_there_after_it_and_nothing_is_twice(bool isKilled)
    {
        using var server = PostgresServer.Start();
        await using var database = Database.Open(server.NewDatabase());
        using var isBusy = new SemaphoreSlim(0);
        var writing = Task.Run(async () =>
        {
            foreach (var number in Enumerable.Range(0, 2000))
            {
                await WriteUntilItCanAsync(database, number.ToString("0000", CultureInfo.InvariantCulture));
                isBusy.Release();
            }
        });
        for (var outage = 0; outage < 3; outage++)
        {
            for (var written = 0; written < 200; written++)
            {
                await isBusy.WaitAsync();
            }

            if (isKilled)
            {
                server.Kill();
            }
            else
            {
                server.Stop();
            }

            var trouble = Assert.ThrowsAny<Exception>(() => Names(database));
            Assert.IsType<StorageException>(trouble);
            server.StartAgain();
        }

        await writing;
        Assert.Equal(Enumerable.Range(0, 2000).Select(number => number.ToString("0000", CultureInfo.InvariantCulture)), Names(database));
    }

    [PostgresFact]
    public void What_is_in_the_way_at_the_start_is_told_with_what_to_do()
    {
        var server = PostgresServer.Shared;
        Assert.Contains("cannot be reached: ", Refusal("postgresql://ci@127.0.0.1:1/ci"), StringComparison.Ordinal);
        Assert.EndsWith("/missing does not exist: database \"missing\" does not exist. Make it: createdb --owner USER NAME", Refusal(server.AddressOf("missing")), StringComparison.Ordinal);
        server.Query("postgres", "create role guarded login password 'right'");
        var guarded = server.AddressOf("postgres", "guarded");
        Assert.Contains("No password has been provided", Refusal(guarded), StringComparison.Ordinal);
        Assert.Contains("PGPASSFILE", Refusal(guarded), StringComparison.Ordinal);
        using var passfile = new PassFile("wrong");
        var wrong = Refusal($"{guarded}?passfile={passfile.Path}");
        Assert.Contains("PostgreSQL does not let this user into ", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", wrong, StringComparison.Ordinal);
        using var right = new PassFile("right");
        Assert.StartsWith("The user of postgresql://guarded@", Refusal($"{guarded}?passfile={right.Path}"), StringComparison.Ordinal);
        server.Query("postgres", "create database empty");
        Assert.Contains("is not the database of a server: it has no journal.", Assert.Throws<InvalidOperationException>(() => Database.Look(server.AddressOf("empty"))).Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_running_servers_database_is_looked_at_and_not_written()
    {
        await using var file = new StoreFile(isPostgres: true);
        await file.PlayAsync(("tip", StoreFile.Tip));
        await using var seen = Database.Look(file.Place);

        Assert.Equal([StoreFile.Queue], new GateStore(seen).ReadQueueNames());
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(seen, "no"));
        var refused = Assert.ThrowsAny<Exception>(() => seen.Read(session => Insert(session, "no")));
        Assert.Contains("read-only transaction", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Text_that_PostgreSQL_does_not_take_is_stored_as_far_as_it_can_be()
    {
        await using var database = Database.Open(PostgresServer.Shared.NewDatabase());
        await WriteAsync(database, "a\0b\ud800c\U0001F600");
        Assert.Equal(["a\uFFFDb\uFFFDc\U0001F600"], Names(database));
    }

    [PostgresFact]
    public async Task Both_kinds_have_the_same_tables()
    {
        await using var file = new StoreFile(isPostgres: false);
        await using var postgres = new StoreFile(isPostgres: true);
        var expected = file.Database.Read(session => session.Query<string>(
            "select tables.name || '.' || columns.name from sqlite_master tables, pragma_table_info(tables.name) columns where tables.type = 'table' and tables.name not like 'sqlite%'").ToArray());
        var found = postgres.Database.Read(session => session.Query<string>(
            "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public' and table_name <> 'server'").ToArray());
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private static string Refusal(string address) => Assert.Throws<InvalidOperationException>(() => Database.Open(address)).Message;

    // What a server that is killed, a cable that is pulled and an administrator do to a connection: PostgreSQL ends it.
    private static void CutOff(string address)
    {
        var name = new Uri(address).AbsolutePath[1..];
        PostgresServer.Shared.Query("postgres", $"select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '{name}' and application_name like 'pluginci %'");
    }

    private static Task<int> WriteAsync(Database database, string name) => database.WriteAsync(session => Insert(session, name), CancellationToken.None);

    private static int Insert(Session session, string name) => session.Execute("insert into mark (name, value) values (@name, 'x') on conflict do nothing", new { name });

    /// <summary>As the shell does: the same again until it is written.</summary>
    private static async Task WriteUntilItCanAsync(Database database, string name)
    {
        while (true)
        {
            try
            {
                await WriteAsync(database, name);
                return;
            }
            catch (StorageException)
            {
                await Task.Yield();
            }
        }
    }

    private static string[] Names(Database database) => database.Read(session => session.Query<string>("select name from mark order by ctid").ToArray());

    private sealed class PassFile : IDisposable
    {
        public PassFile(string password) => File.WriteAllText(Path, $"*:*:*:*:{password}\n");

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}

namespace PluginCi.Storage;

public sealed class ClosingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Closing_waits_for_the_transaction_that_is_under_way(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        using var isWriting = new SemaphoreSlim(0);
        using var mayEnd = new ManualResetEventSlim();
        var write = Task.Run(() => file.Database.WriteAsync(
            session =>
            {
                session.Execute("create table written (number integer)");
                isWriting.Release();
                mayEnd.Wait();
                return session.Execute("insert into written values (1)");
            },
            CancellationToken.None));
        await isWriting.WaitAsync();

        var close = file.Database.DisposeAsync().AsTask();
        Assert.False(close.IsCompleted);
        mayEnd.Set();

        Assert.Equal(1, await write);
        await close;
        await file.ReopenAsync();
        Assert.Equal(1, file.Database.Read(session => session.ExecuteScalar<int>("select number from written")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_comes_after_the_end_is_refused(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        await file.Database.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => file.Database.WriteAsync(_ => 0, CancellationToken.None));
    }
}

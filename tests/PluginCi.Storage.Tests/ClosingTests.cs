using Dapper;

namespace PluginCi.Storage;

public sealed class ClosingTests
{
    [Fact]
    public async Task Closing_waits_for_the_transaction_that_is_under_way()
    {
        await using var file = new StoreFile();
        using var isWriting = new SemaphoreSlim(0);
        using var mayEnd = new ManualResetEventSlim();
        var write = Task.Run(() => file.Database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute("create table written (number integer)", transaction: transaction);
                isWriting.Release();
                mayEnd.Wait();
                return connection.Execute("insert into written values (1)", transaction: transaction);
            },
            CancellationToken.None));
        await isWriting.WaitAsync();

        var close = file.Database.DisposeAsync().AsTask();
        Assert.False(close.IsCompleted);
        mayEnd.Set();

        Assert.Equal(1, await write);
        await close;
        await file.ReopenAsync();
        Assert.Equal(1, file.Database.Read(connection => connection.ExecuteScalar<int>("select number from written")));
    }

    [Fact]
    public async Task What_comes_after_the_end_is_refused()
    {
        await using var file = new StoreFile();
        await file.Database.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => file.Database.WriteAsync((_, _) => 0, CancellationToken.None));
    }
}

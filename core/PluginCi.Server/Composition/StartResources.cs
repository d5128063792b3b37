namespace PluginCi.Server;

/// <summary>
/// What a server holds from before its services exist: given back in reverse order when the server is disposed, or when it cannot start.
/// The services own this object, so everything goes when they go. Not thread-safe.
/// </summary>
internal sealed class StartResources : IAsyncDisposable
{
    private readonly Stack<object> _owned = new();

    public T Own<T>(Func<T> make)
        where T : class
    {
        var resource = make();
        _owned.Push(resource);
        return resource;
    }

    public async ValueTask DisposeAsync()
    {
        while (_owned.TryPop(out var resource))
        {
            switch (resource)
            {
                case IAsyncDisposable later:
                    await later.DisposeAsync();
                    break;
                case IDisposable now:
                    now.Dispose();
                    break;
                default:
                    break;
            }
        }
    }
}

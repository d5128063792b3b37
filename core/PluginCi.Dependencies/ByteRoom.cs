namespace PluginCi.Dependencies;

/// <summary>How many bytes may be somewhere at once, for all that put some there.</summary>
/// <param name="most">The bytes.</param>
internal sealed class ByteRoom(long most)
{
    private long _free = most;

    /// <summary>All of it.</summary>
    public long Most { get; } = most;

    /// <returns>False when there is no room for them, and nothing was taken.</returns>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _free, -bytes) >= 0)
        {
            return true;
        }

        Give(bytes);
        return false;
    }

    public void Give(long bytes) => Interlocked.Add(ref _free, bytes);
}

using System.Globalization;

namespace PluginCi.Dependencies;

/// <summary>All of an answer on our disk, until it is disposed.</summary>
/// <param name="path">Where: nothing is there yet.</param>
/// <param name="room">The room that all such files share.</param>
internal sealed class SpooledFile(string path, ByteRoom room) : FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous)
{
    private long _taken;

    /// <exception cref="DependencyException">There is no room.</exception>
    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (!room.TryTake(bytes.Length))
        {
            throw new DependencyException(503, string.Create(
                CultureInfo.InvariantCulture, $"files for all builds may take {room.Most} bytes at once while they are served, a quarter of dependencies-size: try again when others are done, or raise it."));
        }

        Interlocked.Add(ref _taken, bytes.Length);
        return WriteAsync(bytes, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        room.Give(Interlocked.Exchange(ref _taken, 0));
    }
}

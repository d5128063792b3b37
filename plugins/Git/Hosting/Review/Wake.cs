using System.Net.Sockets;

namespace PluginCi.Plugins.Git.Review;

/// <summary>The signal from a hook to the server that there is something to read.</summary>
internal static class Wake
{
    /// <summary>Sends the signal. Losing it is harmless: the server also looks every few seconds.</summary>
    /// <returns>False when no server listens.</returns>
    public static bool TrySend(ReviewFolder folder)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.SendTo([1], new UnixDomainSocketEndPoint(folder.WakeAddress));
            return true;
        }
        catch (SocketException e)
        {
            // A full buffer means that the server is awake already.
            return e.SocketErrorCode is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable;
        }
    }
}

namespace PluginCi.Plugins.Kubernetes;

/// <summary>What goes between the server and the relay in a pod: one letter, the number of a connection and the length of what follows, both with their highest byte first, in 4 and 2 bytes.</summary>
internal static class Frame
{
    public const int HeadBytes = 7;

    /// <summary>How much one holds at most.</summary>
    public const int MostBytes = 16 << 10;

    /// <summary>How much of a connection may be on its way, each way, before the other side has passed it on.</summary>
    public const int Window = 128 << 10;

    /// <summary>Connections at once. The relay keeps to fewer, and the proxy that they lead to to fewer still.</summary>
    public const int MostStreams = 256;
}

/// <summary>The letters of frames.</summary>
internal enum FrameKind : byte
{
    /// <summary>The relay has taken in a connection.</summary>
    Open = (byte)'O',

    /// <summary>Bytes of a connection.</summary>
    Content = (byte)'D',

    /// <summary>No more bytes come this way.</summary>
    Last = (byte)'E',

    /// <summary>So many bytes were passed on, in 4 bytes: as many more may come.</summary>
    Credit = (byte)'C',

    /// <summary>The connection is over. What was sent before is still passed on to the build.</summary>
    Over = (byte)'X',

    /// <summary>The server asks whether the relay is there, and the relay answers with the same.</summary>
    Ping = (byte)'P',
}

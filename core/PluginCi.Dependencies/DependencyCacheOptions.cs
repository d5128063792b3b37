namespace PluginCi.Dependencies;

/// <summary>Where dependencies are kept.</summary>
public sealed record DependencyCacheOptions
{
    /// <summary>An absolute path of a folder for what is kept and for checksums; made when it is not there. One process uses it at a time.</summary>
    public required string Folder { get; init; }

    /// <summary>An absolute path of a folder for the socket, of 80 bytes at most, which only this account may enter and which is there.</summary>
    public required string Sockets { get; init; }

    /// <summary>How many bytes may be kept; what was used longest ago goes first. Default 20 GiB.</summary>
    public long MostBytes { get; init; } = 20L << 30;

    /// <summary>Told when nginx ended by itself, and of files that changed upstream.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}

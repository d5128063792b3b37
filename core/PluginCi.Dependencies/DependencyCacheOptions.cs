namespace PluginCi.Dependencies;

/// <summary>Where dependencies are kept.</summary>
public sealed record DependencyCacheOptions
{
    /// <summary>An absolute path of a folder for what is kept and for checksums; made when it is not there. One process uses it at a time, and holds its <c>lock</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>An absolute path of a folder that is used while another process has <see cref="Folder"/>; made when it is needed. Null, the default: what is asked for meanwhile is an error.</summary>
    public string? Spare { get; init; }

    /// <summary>An absolute path of a folder for the socket, of 80 bytes at most, which only this account may enter and which is there.</summary>
    public required string Sockets { get; init; }

    /// <summary>How many bytes may be kept; what was used longest ago goes first. Default 20 GiB.</summary>
    public long MostBytes { get; init; } = 20L << 30;

    /// <summary>How many bytes copies of files may have, besides what is kept, while they are sent to builds; what would need more is answered with 503. Default a quarter of <see cref="MostBytes"/>.</summary>
    public long MostServing { get => field == 0 ? MostBytes / 4 : field; init; }

    /// <summary>Told when nginx ended by itself, and of files that changed upstream.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}

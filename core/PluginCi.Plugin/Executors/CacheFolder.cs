namespace PluginCi.Plugin;

/// <summary>A folder that a build finds as an earlier one left it, and perhaps leaves for later ones.</summary>
/// <remarks>
/// Before the first step the executor unpacks <see cref="Archive"/> into the folder, by a program inside the build and with the build's rights: nothing outside reads what is in an archive. Where that
/// fails, the build starts without the folder, and its output says so. Once all steps have passed, after the outbox and before it pauses, the executor packs the folder, again inside the
/// build, and writes what comes to <see cref="Into"/>; where that fails, or is more than <see cref="MostBytes"/>, it leaves no file there, and the build passes all the same. Since contract 1.6.
/// </remarks>
public sealed record CacheFolder
{
    /// <summary>The folder: <c>~/…</c> below the home of the build, or else from the workspace folder.</summary>
    public required string Path { get; init; }

    /// <summary>The absolute path of a tar archive, which the executor does not change; null to start with nothing.</summary>
    public string? Archive { get; init; }

    /// <summary>The absolute path of a file that is not there yet, for the archive that the build leaves; null when it must leave none. The folder that it is in is there.</summary>
    public string? Into { get; init; }

    /// <summary>How many bytes the archive that it leaves may have. Default 2 GiB.</summary>
    public long MostBytes { get; init; } = 2L << 30;
}

namespace PluginCi.Git;

/// <summary>How mirrors are kept.</summary>
public sealed record GitOptions
{
    /// <summary>The folder of the mirrors; made when it is not there. Absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>How long a git command that talks to a remote may take. Default 10 minutes.</summary>
    public TimeSpan RemoteTimeLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a git command that works on a mirror alone may take. Default 2 minutes.</summary>
    public TimeSpan LocalTimeLimit { get; init; } = TimeSpan.FromMinutes(2);
}

namespace PluginCi.Model;

/// <summary>What one build may use of its machine. A build that goes past a limit ends with <see cref="BuildResult.LimitExceeded"/>.</summary>
public sealed record ResourceLimits
{
    /// <summary>Memory in bytes. Default 1 GiB; 16 MiB or more.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Processes and threads at once. Default 512; 8 or more.</summary>
    public int Processes { get; init; } = 512;

    /// <summary>CPUs at once. Default 2; more than 0.</summary>
    public double Cpus { get; init; } = 2;

    /// <summary>Bytes that the workspace and <c>/tmp</c> may hold together. Default 1 GiB; 1 MiB or more.</summary>
    public long DiskBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of output that are kept and that end the build when passed. Default 16 MiB; 4 KiB or more.</summary>
    public long OutputBytes { get; init; } = 16L << 20;
}

using System.Collections.Immutable;

namespace PluginCi.Plugins.Ssh;

/// <summary>One machine of the settings.</summary>
internal sealed record MachineSettings
{
    /// <summary>Its name, unique.</summary>
    public required string Name { get; init; }

    /// <summary>Its name in the network, or its address.</summary>
    public required string Host { get; init; }

    public int Port { get; init; } = 22;

    /// <summary>The account that builds run as.</summary>
    public required string User { get; init; }

    /// <summary>The absolute path of the private key.</summary>
    public required string IdentityFile { get; init; }

    /// <summary>The absolute path of the file with its host keys.</summary>
    public required string KnownHostsFile { get; init; }

    public int Capacity { get; init; } = 1;

    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>True when it takes jobs without labels.</summary>
    public bool TakesAll { get; init; }

    /// <summary>The folder of builds, absolute or from the account's home.</summary>
    public string Folder { get; init; } = "pluginci-builds";

    /// <summary>The variable PATH of builds. A command over ssh finds only the system's own on a Mac.</summary>
    public string Path { get; init; } = "/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin:/usr/sbin:/sbin";

    /// <summary>The name of its executor.</summary>
    public string Executor => $"ssh-{Name}";

    /// <summary>What people know it by.</summary>
    public override string ToString() => $"'{Name}' ({User}@{Host}:{Port})";
}

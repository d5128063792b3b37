namespace PluginCi.Plugins;

/// <summary>A folder of one cgroup hierarchy below which the server may make its own.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="IsUnified">True for version 2.</param>
/// <param name="Controllers">Of memory, pids and cpu, those that work in it. None means that it serves only to kill.</param>
internal sealed record CgroupFolder(string Folder, bool IsUnified, IReadOnlySet<string> Controllers);

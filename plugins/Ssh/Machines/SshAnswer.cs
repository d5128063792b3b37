namespace PluginCi.Plugins.Ssh;

/// <summary>How a command ended on a machine.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Complaint">The last line of what it, or ssh, wrote to its error stream.</param>
internal sealed record SshAnswer(int Status, string Complaint);

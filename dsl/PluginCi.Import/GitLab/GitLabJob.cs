using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>A job of GitLab with all that it inherits and extends, on the way into the scripts.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="At">Where it stands.</param>
/// <param name="Stage">Its stage.</param>
internal sealed record GitLabJob(string Name, Keys Keys, Place At, string Stage)
{
    /// <summary>When it runs.</summary>
    public RunPlan Plan { get; init; } = new();

    /// <summary>The job for the script; null until it is made, and where it cannot be.</summary>
    public FoundJob? Found { get; init; }
}

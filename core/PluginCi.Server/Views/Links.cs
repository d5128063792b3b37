using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>Paths of pages.</summary>
internal static class Links
{
    public static string To(ChangeId change) => $"/changes/{Uri.EscapeDataString(change.Connection)}/{Uri.EscapeDataString(change.Number)}";

    public static string To(BuildId build) => $"/builds/{Uri.EscapeDataString(build.Value)}";

    public static string LogOf(BuildId build) => $"/api{To(build)}/log";

    public static string SourcesOf(BuildId build, ProjectName project) => $"/api{To(build)}/sources/{PathOf(project.Value)}";

    public static string To(BuildId build, Artifact artifact, ArtifactFile file) => $"/api{ToPage(build, artifact, file)}";

    /// <summary>Where a file of an artifact is shown, and not saved.</summary>
    public static string ToPage(BuildId build, Artifact artifact, ArtifactFile file) =>
        $"{To(build)}/artifacts/{Uri.EscapeDataString(artifact.Name)}/{PathOf(file.Path)}";

    /// <summary>An address from outside, if a link to it is harmless; a <c>javascript:</c> address is not.</summary>
    public static string? Harmless(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.AbsoluteUri : null;

    private static string PathOf(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}

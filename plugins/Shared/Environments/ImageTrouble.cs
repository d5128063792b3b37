using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Environments;

/// <summary>Tells who is to blame when an image is not to be had.</summary>
internal static class ImageTrouble
{
    // What a registry answers, by the distribution specification, when it has no such image; and what the client says when none is for this machine.
    private static readonly string[] DeclaredWrongly = ["manifest unknown", "name unknown", "repository name not known to registry", "no image found in"];

    private static readonly string[] NotAllowed = ["unauthorized", "authentication required", "access to the resource is denied"];

    /// <summary>The exception to throw.</summary>
    /// <param name="plan">What was declared.</param>
    /// <param name="said">What skopeo or podman said.</param>
    /// <returns>An <see cref="EnvironmentException"/> where the declaration is at fault.</returns>
    public static Exception Of(ImagePlan plan, string said) =>
        Holds(DeclaredWrongly, said) ? new EnvironmentException($"{plan} cannot be had as it is declared: its registry has none of this name and digest for this machine. Compare with `skopeo inspect`. It said: {said}")
        : Holds(NotAllowed, said) ? new OutsideException($"{plan} cannot be had: its registry wants other credentials; name them by the setting registryAuthFile. It said: {said}")
        : new OutsideException($"{plan} cannot be had now: {said}", isTransient: true);

    private static bool Holds(string[] texts, string said) => Array.Exists(texts, text => said.Contains(text, StringComparison.OrdinalIgnoreCase));
}

namespace PluginCi.Model;

/// <summary>An image of a registry.</summary>
/// <param name="Reference">Its name and digest, for example <c>registry.example.org/ci/go@sha256:…</c>, so that it is the same whenever it is got.</param>
public sealed record ImagePlan(string Reference) : EnvironmentPlan
{
    /// <summary>It in words: <c>image registry.example.org/ci/go@sha256:…</c>.</summary>
    /// <returns>The words.</returns>
    public override string ToString() => $"image {Reference}";
}

namespace PluginCi.Pipelines;

/// <summary>Tests that make systems with mmdebstrap.</summary>
public sealed class MakesSystemsTheoryAttribute : TheoryAttribute
{
    public MakesSystemsTheoryAttribute() => Skip = new MakesSystemsFactAttribute().Skip;
}

/// <summary>Tests that make systems and run them in podman with its own settings, which take root here.</summary>
public sealed class PodmanTheoryAttribute : TheoryAttribute
{
    public PodmanTheoryAttribute() => Skip =
        !File.Exists("/usr/bin/podman") ? "podman is not installed: apt-get install podman runc"
        : !Environment.IsPrivilegedProcess ? "Without root, podman is tried by its own suite."
        : null;
}

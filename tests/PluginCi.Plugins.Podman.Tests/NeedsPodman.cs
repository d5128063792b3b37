namespace PluginCi.Plugins.Podman.Tests;

/// <summary>A test that is skipped, with the reason, where podman cannot run.</summary>
public sealed class PodmanFactAttribute : FactAttribute
{
    public PodmanFactAttribute() => Skip = PodmanMachine.Obstacle;
}

/// <summary>Tests that are skipped, with the reason, where podman cannot run.</summary>
public sealed class PodmanTheoryAttribute : TheoryAttribute
{
    public PodmanTheoryAttribute() => Skip = PodmanMachine.Obstacle;
}

/// <summary>A test that is skipped, with the reason, where podman or a registry cannot run.</summary>
public sealed class PodmanRegistryFactAttribute : FactAttribute
{
    public PodmanRegistryFactAttribute() => Skip = PodmanMachine.Obstacle ?? ImageRegistry.Obstacle;
}

namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>A test that is skipped, with the reason, where no sshd can run.</summary>
public sealed class SshFactAttribute : FactAttribute
{
    public SshFactAttribute() => Skip = FarMachine.Obstacle;
}

/// <summary>Tests that are skipped, with the reason, where no sshd can run.</summary>
public sealed class SshTheoryAttribute : TheoryAttribute
{
    public SshTheoryAttribute() => Skip = FarMachine.Obstacle;
}

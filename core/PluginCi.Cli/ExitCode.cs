namespace PluginCi.Cli;

/// <summary>What the program's exit status says.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    public const int Failed = 1;

    public const int Usage = 2;
}

namespace PluginCi.Cli;

/// <summary>Starts .NET programs with the runtime that runs this one.</summary>
internal static class OwnRuntime
{
    /// <summary>The program that runs assemblies: the runtime's host.</summary>
    public static string Host { get; } = FindHost();

    /// <summary>This program's own assembly.</summary>
    public static string Self => Path.Combine(AppContext.BaseDirectory, "PluginCi.Cli.dll");

    // The shared framework lies at ROOT/shared/NAME/VERSION, the host at ROOT/dotnet.
    private static string FindHost() =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));
}

namespace PluginCi.Dsl.Hosting;

/// <summary>The sandbox of the evaluator: the runtime and its own folder to read, a small tmpfs to write, and nothing else.</summary>
internal static class EvaluatorSandbox
{
    private const string EvaluatorFolder = "/evaluator";
    /// <summary>Where libraries of recipes lie in the sandbox.</summary>
    public const string LibraryFolder = "/libraries";

    private const string RuntimeFolder = "/dotnet";

    public static IEnumerable<string> Arguments(ScriptEvaluatorOptions options)
    {
        var evaluator = Path.GetFullPath(options.EvaluatorAssembly);
        return
        [
            // Not --die-with-parent: that means the thread that started it, and threads of a pool come and go. A server that dies leaves
            // at most one script behind for the seconds of CPU below.
            "--unshare-all", "--new-session", "--clearenv",
            "--uid", "1000", "--gid", "1000", "--cap-drop", "ALL",
            "--ro-bind", "/usr", "/usr",
            "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--symlink", "usr/bin", "/bin",
            "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache",
            "--ro-bind", RuntimeRoot(), RuntimeFolder,
            "--ro-bind", Path.GetDirectoryName(evaluator)!, EvaluatorFolder,
            .. options.Libraries.SelectMany(library => new[] { "--ro-bind", KeptLibraries.PathOf(options, library), $"{LibraryFolder}/{library.Name}.dll" }),
            "--dev", "/dev",

            // Of /proc the runtime needs what tells of itself. A new one could not be mounted in a container, which hides parts of its own; and bwrap forks no other process as the first one, so this is the runtime's.
            "--as-pid-1", "--ro-bind", "/proc/self", "/proc/self",
            "--size", $"{16 << 20}", "--tmpfs", "/tmp",
            "--setenv", "HOME", "/tmp",
            "--setenv", "DOTNET_GCHeapHardLimit", $"0x{options.MemoryBytes:x}",
            "--setenv", "DOTNET_EnableDiagnostics", "0",
            "--setenv", "DOTNET_TieredPGO", "0",

            // The script's code is compiled in the sandbox and dies with it; the second mapping of each page costs a third of the start.
            "--setenv", "DOTNET_EnableWriteXorExecute", "0",
            "--setenv", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1",
            "--chdir", "/tmp",
            "--",
            "prlimit", "--nproc=256", "--core=0", $"--cpu={(int)options.TimeLimit.TotalSeconds + 5}",
            $"{RuntimeFolder}/dotnet", $"{EvaluatorFolder}/{Path.GetFileName(evaluator)}",
        ];
    }

    // The shared framework this process runs on lies at ROOT/shared/NAME/VERSION.
    private static string RuntimeRoot() =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
}

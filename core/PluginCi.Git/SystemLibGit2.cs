using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using LibGit2Sharp;

namespace PluginCi.Git;

/// <summary>Binds LibGit2Sharp to the libgit2 of the system.</summary>
internal static class SystemLibGit2
{
    // LibGit2Sharp 0.29 was made for 1.6; the calls used here are the same in the others.
    private static readonly string[] FileNames = ["libgit2.so.1.6", "libgit2.so.1.5", "libgit2.so.1.7", "libgit2.so.1.8", "libgit2.so.1.9"];

    private static readonly Lazy<bool> Bound = new(Bind);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void EnsureBound() => _ = Bound.Value;

    private static bool Bind()
    {
        // LibGit2Sharp has taken the assembly's own import resolver; this event comes after it has found nothing.
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;

        // No user's settings may change what is read.
        foreach (var level in (ConfigurationLevel[])[ConfigurationLevel.Global, ConfigurationLevel.Xdg, ConfigurationLevel.System])
        {
            GlobalSettings.SetConfigSearchPaths(level, "");
        }

        return true;
    }

    private static nint Resolve(Assembly assembly, string name)
    {
        if (!name.StartsWith("git2", StringComparison.Ordinal))
        {
            return 0;
        }

        foreach (var file in FileNames)
        {
            if (NativeLibrary.TryLoad(file, out var handle))
            {
                return handle;
            }
        }

        throw new GitException($"No libgit2 was found (looked for {string.Join(", ", FileNames)}); install it, on Debian 12 with 'apt-get install libgit2-1.5'.");
    }
}

using System.Reflection;
using System.Runtime.Loader;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>The world one plugin lives in: the contracts, the model and the shared framework are the host's, everything else is its own.</summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private static readonly string[] Shared = [typeof(IPlugin).Assembly.GetName().Name!, typeof(Change).Assembly.GetName().Name!];

    private readonly AssemblyDependencyResolver _resolver;

    public PluginLoadContext(string id, string entryAssembly)
        : base($"plugin {id}", isCollectible: true) => _resolver = new AssemblyDependencyResolver(entryAssembly);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Null hands the name to the host's own context; a second copy of a contract would not be the same type.
        if (Shared.Contains(assemblyName.Name))
        {
            return null;
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;
}

using System.Text.Json;
using PluginCi.Plugin;
using PluginCi.Plugins.Git.Review;

namespace PluginCi.Plugins.Git;

/// <summary>Hosts bare repositories and takes changes by <c>git push origin HEAD:refs/for/BRANCH</c>.</summary>
public sealed class GitPlugin : IPlugin, IAsyncDisposable
{
    private WakeListener? _wake;
    private ReviewState? _state;

    /// <inheritdoc/>
    /// <exception cref="OutsideException">The setting <c>repositories</c> is no absolute path.</exception>
    public void Register(IPluginRegistry registry)
    {
        var context = registry.Context;
        var folder = new ReviewFolder(FindRepositories(context));
        var hookProgram = Path.Combine(context.PluginDirectory, "hook", "PluginCi.Plugins.Git.Hook.dll");
        var logger = context.Loggers.CreateLogger(typeof(GitPlugin).FullName!);
        _state = new ReviewState(folder, hookProgram, context, logger);
        _state.RepairRepositories();
        _wake = new WakeListener(folder, context.Clock);

        // From now on a push knows that a server is there, also while that one still reads its site.
        _wake.Listen();
        registry.AddChangeSource(new GitChangeSource(_state, _wake));
        registry.AddReporter(new GitReporter(_state));
    }

    /// <summary>Stops listening for hooks and closes the review state.</summary>
    /// <returns>When the address is free.</returns>
    public ValueTask DisposeAsync()
    {
        _wake?.Dispose();
        _state?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string FindRepositories(PluginContext context)
    {
        if (context.Settings.ValueKind != JsonValueKind.Object || !context.Settings.TryGetProperty("repositories", out var setting))
        {
            return Path.Combine(context.DataDirectory, "repositories");
        }

        return setting.GetString() is { } path && Path.IsPathRooted(path)
            ? path
            : throw new OutsideException($"The setting 'repositories' of the plugin 'git' is {setting}; it must be an absolute path.");
    }
}

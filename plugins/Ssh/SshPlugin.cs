using Microsoft.Extensions.Logging;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Ssh;

/// <summary>The entry of the Ssh plugin: one executor for each machine of its settings.</summary>
public sealed class SshPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        var context = registry.Context;
        var settings = SshSettings.Read(context.Settings);
        var server = ServerIdentity.Of(context.DataDirectory);
        var logger = context.Loggers.CreateLogger<SshExecutor>();
        foreach (var machine in settings.Machines)
        {
#pragma warning disable CA2000 // It lives as long as the server.
            registry.AddExecutor(new SshExecutor(machine, settings, server, context.DataDirectory, context.Clock, logger));
#pragma warning restore CA2000
        }
    }
}

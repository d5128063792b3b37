using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugins.Environments;
using PluginCi.Plugins.Sandbox.Limits;
using PluginCi.Plugins.Sandbox.Services;

namespace PluginCi.Plugins.Sandbox;

/// <summary>Starts sandboxes of builds and of services.</summary>
/// <param name="files">The files of every sandbox.</param>
/// <param name="cgroups">Where their groups are made.</param>
/// <param name="more">More paths of the host that those without a system of their own see.</param>
/// <param name="clock">The time.</param>
internal sealed class SandboxStarter(SandboxFiles files, Cgroups cgroups, ImmutableArray<string> more, TimeProvider clock)
{
    /// <summary>Starts one.</summary>
    /// <param name="driver">Writes its driver's program, which sets these limits.</param>
    /// <param name="workspace">The checkout that it sees, or null.</param>
    /// <param name="shown">What it sees besides: arguments of bwrap.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="root">Its system, or null for the machine's.</param>
    /// <param name="network">The network that it shares, or null.</param>
    /// <returns>It; to be disposed of after its end.</returns>
    public async Task<StartedSandbox> StartAsync(Func<string, string> driver, string? workspace, IEnumerable<string> shown, ResourceLimits limits, SystemRoot? root, SharedNetwork? network)
    {
        var group = cgroups.Create(limits);
        var script = files.WriteScript(driver(group.ShellLimits()));
        try
        {
#pragma warning disable CA2000 // What is returned disposes of it.
            var process = SandboxProcess.Start(group.ProcessFiles, BubblewrapCommand.Make(files, script, workspace, shown, limits, more, root, network), files.Filter);
#pragma warning restore CA2000
            return new StartedSandbox(process, group, script, clock);
        }
        catch
        {
            await group.RemoveAsync(clock);
            File.Delete(script);
            throw;
        }
    }
}

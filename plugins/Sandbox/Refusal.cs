using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox;

/// <summary>Turns what bwrap says when it cannot start into a sentence with the way out.</summary>
internal static class Refusal
{
    public static OutsideException Of(BuildId build, string complaints)
    {
        var wayOut = complaints switch
        {
            _ when complaints.Contains("bwrap: not found", StringComparison.Ordinal) =>
                "bubblewrap is not installed; install it, on Debian with `apt-get install bubblewrap`.",
            _ when complaints.Contains("namespace", StringComparison.OrdinalIgnoreCase) || complaints.Contains("uid map", StringComparison.Ordinal) =>
                "The kernel does not let this account make user namespaces; set kernel.unprivileged_userns_clone=1 and user.max_user_namespaces above 0, "
                + "and on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0.",
            _ => "Check that bwrap runs for the server's account.",
        };
        return new OutsideException($"The sandbox of build '{build}' did not start: {wayOut} It said: {complaints}");
    }
}

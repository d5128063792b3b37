using System.Globalization;
using System.Text;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Sandbox.Services;

/// <summary>Writes the shell program that is the first process of a service's sandbox: it runs the service, and looks meanwhile whether it is ready.</summary>
/// <remarks>As <see cref="StepDriver"/>, it answers on its own error stream, which the service does not inherit: <c>=up</c> once, and <c>=ended STATUS</c>.</remarks>
internal static class ServiceDriver
{
    private const string Data = "/build/data";

    /// <summary>Writes it.</summary>
    /// <param name="request">The build.</param>
    /// <param name="service">The service.</param>
    /// <param name="limits">Commands that set limits of the process.</param>
    /// <param name="root">The system that it sees, or null for the machine's.</param>
    public static string Write(BuildRequest request, ServiceRequest service, string limits, SystemRoot? root)
    {
        var folder = service.Plan.SeesWorkspace ? StepDriver.Folder(request) : Data;
        var environment = StepDriver.Environment(service.Environment, root);
        var text = new StringBuilder();
        text.Append("exec 3>&2 2>&1 </dev/null\n");
        text.Append($"PATH={StepDriver.SearchPath}\n");
        text.Append($"mkdir -p /build/tmp /build/home {Data} {StepDriver.Workspace} && chmod 1777 /build/tmp\n");
        if (service.Plan.SeesWorkspace)
        {
            text.Append($"if ! cp -a {StepDriver.Checkout}/. {StepDriver.Workspace}/; then\n  echo '=ended 1' >&3\n  exit 1\nfi\n");
        }

        text.Append(limits);
        WriteUp(text, service, folder, environment);
        text.Append("{ up 3>&- >/dev/null 2>&1; echo =up >&3; } &\n");
        text.Append($"( cd {folder} && exec env -i {environment}/bin/sh -e -c {ShellText.Quote(service.Plan.Start!)} ) 3>&-\n");
        text.Append("echo \"=ended $?\" >&3\n");
        return text.ToString();
    }

    private static void WriteUp(StringBuilder text, ServiceRequest service, string folder, string environment)
    {
        // Columns of the kernel's table: a number, its own address, the other's, the state, of which 0A is to listen.
        var port = service.Plan.Port.ToString("X4", CultureInfo.InvariantCulture);
        text.Append("listens() {\n  for table in /proc/net/tcp /proc/net/tcp6; do\n");
        text.Append($"    while read -r _ own _ state _; do case $own:$state in *:{port}:0A) return 0 ;; esac; done < $table\n");
        text.Append("  done\n  return 1\n}\n");
        var ready = service.Plan.Ready is { } command ? $" && ( exec env -i {environment}/bin/sh -e -c {ShellText.Quote(command)} )" : "";
        text.Append($"up() {{\n  cd {folder}\n  until listens{ready}; do sleep 0.05; done\n}}\n");
    }
}

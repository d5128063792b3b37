using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;
using static PluginCi.Plugins.ShellText;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The shell programs around a service: what its container begins with, what lets it go on, and what looks whether it is ready.</summary>
internal static class ServiceProgram
{
    /// <summary>The program of the container of a service with a command: it waits for the checkout, takes its copy, and becomes the command.</summary>
    /// <param name="request">The build.</param>
    /// <param name="service">The service.</param>
    public static string Write(BuildRequest request, ServiceRequest service) => $"""
        exec 2>&1 </dev/null
        until [ -e {PodMaker.Control}/go ]; do sleep 0.05 || sleep 1; done
        {StepProgram.Bound(service.Plan.Limits)}
        [ ! -e {PodMaker.Control}/checkout.tar ] || tar -xf {PodMaker.Control}/checkout.tar -C {StepProgram.Workspace} || exit 126
        cd {Quote(Folder(request, service.Plan))} || exit 126
        exec /bin/sh -e -c {Quote(service.Plan.Start!)}
        """;

    /// <summary>A command of the container for files that lets a service go on.</summary>
    public static string Release(ServiceRequest service, int index)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"{PodMaker.ServiceFolders}/{index}/start");
        return service.Plan.Start is null ? ":"
            : $"{(service.Plan.SeesWorkspace ? Copy(folder) : ":")}; : > {folder}/go";
    }

    /// <summary>A program for the container of a service that passes when it is ready.</summary>
    public static string Look(BuildRequest request, ServicePlan plan) =>
        $"{(plan.Start is null ? "" : $"cd {Quote(Folder(request, plan))} && ")}exec /bin/sh -e -c {Quote(plan.Ready!)} > /dev/null 2>&1";

    // Without the folder itself, which is not the service's to change.
    private static string Copy(string folder) =>
        $"( cd {StepProgram.Workspace}; set --; for one in ./* ./.[!.]* ./..?*; do [ ! -e \"$one\" ] && [ ! -L \"$one\" ] || set -- \"$@\" \"$one\"; done; [ $# = 0 ] || tar -cf {folder}/checkout.tar \"$@\" )";

    private static string Folder(BuildRequest request, ServicePlan plan) => plan.SeesWorkspace ? Path.Combine(StepProgram.Workspace, request.StartIn) : StepProgram.Workspace;
}

using PluginCi.Plugin;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Podman;

/// <summary>One build in its container.</summary>
/// <param name="request">The build.</param>
/// <param name="image">The image that the server names.</param>
/// <param name="root">The system to show in place of the image, or null for that one.</param>
/// <param name="container">The container, not started.</param>
/// <param name="folder">The build's own folder.</param>
/// <param name="startService">Starts a service beside it.</param>
/// <param name="stop">Ends it.</param>
/// <param name="clock">The time.</param>
internal sealed class PodmanBuild(
    BuildRequest request, string image, SystemRoot? root, Container container, BuildFolder folder, Func<ServiceRequest, Task<IRunningService>> startService, Stop stop, TimeProvider clock)
    : LocalBuild(request, stop, clock)
{
    // A program that met a full disk has often removed its own last file.
    private const int FewBytes = 64 * 1024;

    protected override string Place => "container";

    protected override string NetworkProcess => container.FirstProcess;

    protected override IWorkspaceFiles Files => new DiskFiles(Request, folder.Space.Root, folder.Workspace);

    protected override async Task<StopReason?> PrepareAsync()
    {
        if (!await folder.TryFillAsync(Request, hasCheckout: true))
        {
            return CheckoutDoesNotFit;
        }

        CacheArchive.MakePipes(Request);
        StepScripts.Write(Request, folder.Steps);
        Stop.Token.ThrowIfCancellationRequested();
        await container.StartAsync(Request, PodmanExecutor.SystemOf(image, root));
        return null;
    }

    protected override Task<IRunningService> StartServiceAsync(ServiceRequest service) => startService(service);

    protected override Task<int?> UnpackAsync(int index) =>
        container.RunAsync(new CacheArchive(Request.Caches[index]).Unpack(StepScripts.CacheOf(index), StepScripts.Home, StepScripts.Workspace), null, Stop.Token);

    protected override Task<int?> PackAsync(int index)
    {
        var archive = new CacheArchive(Request.Caches[index]);
        return container.RunAsync($"exec >&3 2>/dev/null 3>&-; {archive.Pack(StepScripts.Home, StepScripts.Workspace)}", archive.Pipe, Stop.Token);
    }

    protected override async Task<(int? Status, bool IsDiskFull)> RunStepAsync(int index) => (await container.RunStepAsync(Request, index, Stop.Token), folder.FreeBytes < FewBytes);

    protected override string Explain(int status, string lastLine) =>
        status == MissingCommand.Status ? MissingCommand.Explain(lastLine, Request.Job.RunsIn, root, $"in the image {image}. Add it there") : "";

    protected override string? FindExceeded() => ExceededLimits.Find(container.Groups, Request.Job.Limits);

    protected override Task EndAsync() => container.RemoveAsync();
}

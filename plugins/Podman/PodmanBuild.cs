using PluginCi.Plugin;

namespace PluginCi.Plugins.Podman;

/// <summary>One build in its container.</summary>
internal sealed class PodmanBuild(BuildRequest request, string image, Container container, BuildFolder folder, Stop stop, TimeProvider clock) : LocalBuild(request, stop, clock)
{
    // A program that met a full disk has often removed its own last file.
    private const int FewBytes = 64 * 1024;

    protected override string Place => "container";

    protected override string FirstProcess => container.FirstProcess;

    protected override IWorkspaceFiles Files => new DiskFiles(Request, folder.Workspace);

    protected override async Task<StopReason?> PrepareAsync()
    {
        if (!await folder.TryFillAsync(Request))
        {
            return CheckoutDoesNotFit;
        }

        StepScripts.Write(Request, folder.Steps);
        Stop.Token.ThrowIfCancellationRequested();
        await container.StartAsync(Request, image);
        return null;
    }

    protected override async Task<(int? Status, bool IsDiskFull)> RunStepAsync(int index) => (await container.RunStepAsync(index, Stop.Token), folder.FreeBytes < FewBytes);

    protected override string? FindExceeded() => ExceededLimits.Find(container.Groups, Request.Job.Limits);

    protected override Task EndAsync() => container.RemoveAsync();
}

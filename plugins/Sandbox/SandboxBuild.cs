using System.Globalization;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;
using PluginCi.Plugins.Sandbox.Services;

namespace PluginCi.Plugins.Sandbox;

/// <summary>One build in a sandbox that was started for it.</summary>
internal sealed class SandboxBuild(
    BuildRequest request, SystemRoot? root, StartedSandbox sandbox, SharedNetwork? network, Func<ServiceRequest, Task<IRunningService>> startService, Stop stop, TimeProvider clock) : LocalBuild(request, stop, clock)
{
    private SandboxProcess Process => sandbox.Process;

    protected override string Place => "sandbox";

    // Of the network itself: the sandbox is in a user namespace below that of the network, from where an ordinary account cannot enter it.
    protected override string NetworkProcess => network!.Process;

    protected override IWorkspaceFiles Files => new WorkspaceReader(Process);

    protected override async Task<StopReason?> PrepareAsync()
    {
        var answer = await Process.ReadAnswerAsync(Stop.Token);
        if (answer == "ready")
        {
            foreach (var command in Request.Exports())
            {
                await Process.AskAsync($"secret {command}", Stop.Token);
            }

            return null;
        }

        WatchLimits();
        return Stop.Reason is { } reason ? reason
            : answer is null ? throw Refusal.Of(Request.Build, Process.Complaints)
            : answer.Contains("No space left", StringComparison.Ordinal) ? CheckoutDoesNotFit
            : throw new OutsideException($"The workspace of build '{Request.Build}' could not be filled: {answer}");
    }

    protected override Task<IRunningService> StartServiceAsync(ServiceRequest service) => startService(service);

    protected override Task<int?> UnpackAsync(int index) => AskAsync("unpack", index);

    protected override Task<int?> PackAsync(int index) => AskAsync("pack", index);

    protected override async Task<(int? Status, bool IsDiskFull)> RunStepAsync(int index)
    {
        await Process.RunStepAsync(index, Stop.Token);
        var answer = (await Process.ReadAnswerAsync(Stop.Token))?.Split(' ');
        return (answer is null ? null : int.Parse(answer[0], CultureInfo.InvariantCulture), answer is [_, "full"]);
    }

    protected override string Explain(int status, string lastLine) =>
        status == MissingCommand.Status ? MissingCommand.Explain(lastLine, Request.Job.RunsIn, root, "among the programs of this machine that builds see. Install it there") : "";

    private async Task<int?> AskAsync(string wish, int index)
    {
        await sandbox.Process.AskAsync(string.Create(CultureInfo.InvariantCulture, $"{wish} {index}"), Stop.Token);
        return await sandbox.Process.ReadAnswerAsync(Stop.Token) is { } answer ? int.Parse(answer, CultureInfo.InvariantCulture) : null;
    }


    protected override string? FindExceeded() => sandbox.Group.FindExceeded();

    protected override Task EndAsync() => sandbox.EndAsync();
}

using System.Globalization;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;
using PluginCi.Plugins.Sandbox.Limits;

namespace PluginCi.Plugins.Sandbox;

/// <summary>One build in a sandbox that was started for it.</summary>
internal sealed class SandboxBuild(BuildRequest request, SystemRoot? root, SandboxProcess process, BuildCgroup group, Stop stop, TimeProvider clock) : LocalBuild(request, stop, clock)
{
    protected override string Place => "sandbox";

    protected override string FirstProcess => process.FirstProcess!;

    protected override IWorkspaceFiles Files => new WorkspaceReader(process);

    protected override async Task<StopReason?> PrepareAsync()
    {
        var answer = await process.ReadAnswerAsync(Stop.Token);
        if (answer == "ready")
        {
            return null;
        }

        WatchLimits();
        return Stop.Reason is { } reason ? reason
            : answer is null ? throw Refusal.Of(Request.Build, process.Complaints)
            : answer.Contains("No space left", StringComparison.Ordinal) ? CheckoutDoesNotFit
            : throw new OutsideException($"The workspace of build '{Request.Build}' could not be filled: {answer}");
    }

    protected override async Task<(int? Status, bool IsDiskFull)> RunStepAsync(int index)
    {
        await process.RunStepAsync(index, Stop.Token);
        var answer = (await process.ReadAnswerAsync(Stop.Token))?.Split(' ');
        return (answer is null ? null : int.Parse(answer[0], CultureInfo.InvariantCulture), answer is [_, "full"]);
    }

    protected override string Explain(int status, string lastLine) =>
        status == MissingCommand.Status ? MissingCommand.Explain(lastLine, Request.Job.RunsIn, root, "among the programs of this machine that builds see. Install it there") : "";

    protected override string? FindExceeded() => group.FindExceeded();

    protected override async Task EndAsync()
    {
        group.Kill();
        await process.EndAsync();
    }
}

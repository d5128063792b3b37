using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Ssh;

/// <summary>The course of one build: it is brought to its machine or found there, followed, emptied, removed.</summary>
/// <param name="request">The build.</param>
/// <param name="obstacle">Why it may not be started, or null. One that runs already is not asked whether it may.</param>
/// <param name="machine">Its machine.</param>
/// <param name="archives">A folder for archives that are sent.</param>
/// <param name="stop">Ends it.</param>
internal sealed class MachineBuild(BuildRequest request, string? obstacle, SshMachine machine, string archives, Stop stop)
{
    private const int NotThere = 3;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private readonly string _name = $"build-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Build.Value)))[..24]}";
    private readonly string _secret = machine.Server.SecretOf(request.Build);
    private ImmutableArray<ReportFile> _reports = [];
    private long _started = machine.Clock.GetTimestamp();
    private TimeSpan _before;

    /// <summary>Runs it, or joins it where it is.</summary>
    /// <param name="output">Where its output goes.</param>
    /// <param name="letGo">Leaves it to go on without us.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OutsideException">It could not be started.</exception>
    /// <exception cref="OperationCanceledException">It was let go of.</exception>
    public async Task<BuildOutcome> RunAsync(IBuildOutput output, CancellationToken letGo)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, letGo);
        try
        {
            var reason = await RunToEndAsync(output, leaving.Token);
            return new BuildOutcome(reason.Result, reason.Message, _before + machine.Clock.GetElapsedTime(_started)) { Reports = stop.Reason is null ? _reports : [] };
        }
        finally
        {
            // It may be there before we asked for it: the server before this one did.
            if (stop.Reason is not null || !letGo.IsCancellationRequested)
            {
                await machine.RemoveAsync(_name);
            }
            else
            {
                machine.LetGo(_name);
            }
        }
    }

    private async Task<StopReason> RunToEndAsync(IBuildOutput output, CancellationToken cancellationToken)
    {
        try
        {
            await machine.HoldAsync(_name, cancellationToken);
            if (await StartAsync(cancellationToken) is { } trouble)
            {
                return trouble;
            }

            var log = new BuildLog(request.Job, _secret, output, stop, () => _started = machine.Clock.GetTimestamp());
            var failure = await FollowAsync(log, cancellationToken) ?? FindFailure(log);
            if (failure is null or { Result: BuildResult.Failure })
            {
                failure = await CollectAsync(failure, cancellationToken);
            }

            return stop.Reason ?? failure ?? new StopReason(BuildResult.Success, BuildWords.Passed(request.Job));
        }
        catch (OperationCanceledException) when (stop.Reason is { } reason)
        {
            return reason;
        }
    }

    /// <returns>Null when it runs or ran.</returns>
    private async Task<StopReason?> StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (obstacle is not null)
        {
            return await TryJoinAsync(cancellationToken) ? null : new StopReason(BuildResult.Failure, obstacle);
        }

        await using var archive = await BuildArchive.PackAsync(request, BuildProgram.Job(request, _secret, machine.Settings.Path), archives, cancellationToken);
        if (archive.Length > request.Job.Limits.DiskBytes)
        {
            return new StopReason(BuildResult.LimitExceeded, BuildWords.CheckoutDoesNotFit(request.Job));
        }

        await PatientlyAsync(async () =>
        {
            archive.Position = 0;
            var (answer, said) = await machine.AskAsync($"start {_name} {archive.Length}", archive, cancellationToken);
            if (answer.Status != 0)
            {
                throw new OutsideException($"Machine {machine.Settings} could not take the build: {answer.Complaint}", isTransient: true);
            }

            NoteStart(said);
        }, cancellationToken);
        return null;
    }

    // An archive without anything starts nothing.
    private async Task<bool> TryJoinAsync(CancellationToken cancellationToken)
    {
        var isJoined = false;
        await PatientlyAsync(async () =>
        {
            var (answer, said) = await machine.AskAsync($"start {_name} 0", Stream.Null, cancellationToken);
            isJoined = answer.Status == 0;
            NoteStart(said);
        }, cancellationToken);
        return isJoined;
    }

    // What runs already is counted from its own start, by the machine's clock.
    private void NoteStart(string said)
    {
        _before = said.Split(' ') is ["joined", var seconds] ? TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)) : TimeSpan.Zero;
        _started = machine.Clock.GetTimestamp();
    }

    /// <returns>Null when its end was read.</returns>
    private async Task<StopReason?> FollowAsync(BuildLog log, CancellationToken cancellationToken)
    {
        // Each time that it is told and breaks is an outage of its own, however little the build prints.
        var outages = 0;
        var isGone = false;
        await PatientlyAsync(async () =>
        {
            var answer = await machine.RunAsync(
                $"follow {_name} {log.Position}",
                null,
                bytes =>
                {
                    log.Read(bytes.Span);
                    return ValueTask.CompletedTask;
                },
                cancellationToken,
                () => outages++);
            isGone = answer.Status == NotThere;
            if (log.End is null && !isGone)
            {
                // The machine is there and cannot: waiting is bounded.
                outages--;
                throw new OutsideException($"Machine {machine.Settings} stopped to tell the build's output: {answer.Complaint}", isTransient: true);
            }
        }, cancellationToken, () => outages);
        return stop.Reason ?? (isGone ? new StopReason(BuildResult.Lost, $"The build's folder on machine {machine.Settings} is gone: somebody removed it.") : null);
    }

    private StopReason? FindFailure(BuildLog log)
    {
        var limits = request.Job.Limits;
        return (log.End, log.Failure) switch
        {
            ("passed", _) when log.HasPassed => null,
            ("failed", _) when log.IsDiskFull => DiskFull(BuildWords.NameOf(request.Job, log.Step)),
            ("failed", { } status) => new StopReason(BuildResult.Failure, string.Create(CultureInfo.InvariantCulture, $"{BuildWords.NameOf(request.Job, log.Step)} ended with status {status}.")),
            ("over time", _) => new StopReason(BuildResult.TimedOut, BuildWords.TooLong(request.Job)),
            ("over disk", _) => DiskFull("The build"),
            ("over memory", _) => new StopReason(BuildResult.LimitExceeded, BuildWords.TooMuchMemory(limits, "A process of the build")),
            ("over processes", _) => new StopReason(
                BuildResult.LimitExceeded, $"The build started more than its limit of {limits.Processes} processes at once; start fewer, or raise it by .Limits(processes: …)."),
            _ => new StopReason(BuildResult.Lost, $"The build's driver on machine {machine.Settings} ended before the build: it was killed, or the machine was restarted."),
        };
    }

    private StopReason DiskFull(string what) => new(
        BuildResult.LimitExceeded, $"{what} filled its disk: workspace, home and $TMPDIR may hold {request.Job.Limits.DiskBytes} bytes together. Write less, or raise it by .Limits(disk: …).");

    /// <returns>Null when it passes.</returns>
    private async Task<StopReason?> CollectAsync(StopReason? failure, CancellationToken cancellationToken)
    {
        StopReason? excess = null;
        await PatientlyAsync(async () =>
        {
            var files = new HandBack(new MachineFiles(machine, _name), request);
            excess = await files.CollectAsync(failure is null, cancellationToken);
            _reports = files.Reports;
        }, cancellationToken);
        return failure ?? excess;
    }

    /// <summary>Tries again while the machine is away, for as long as its settings say.</summary>
    /// <param name="call">What to do.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="outages">How often it was there and went away again; null when that does not count. It may be away for as long each time.</param>
    /// <exception cref="OutsideException">It is away for too long.</exception>
    private async Task PatientlyAsync(Func<Task> call, CancellationToken cancellationToken, Func<int>? outages = null)
    {
        var (since, last) = (0L, (int?)null);
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (OutsideException exception)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var outage = outages?.Invoke() ?? 0;
                if (outage != last)
                {
                    (since, last) = (machine.Clock.GetTimestamp(), outage);
                }

                if (!exception.IsTransient || machine.Clock.GetElapsedTime(since) >= machine.Patience)
                {
                    throw;
                }
            }

            await Task.Delay(Delay, machine.Clock, cancellationToken);
        }
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PluginCi.Model;
using Quartz;

namespace PluginCi.Scheduler;

/// <summary>When a pipeline comes due for a branch: its cron expression in UTC, put off by an amount that is always the same for the same branch.</summary>
internal sealed class Timetable
{
    private readonly PipelinePlan _pipeline;
    private readonly CronExpression _cron;

    /// <exception cref="FormatException">The pipeline's schedule is no cron expression.</exception>
    public Timetable(PipelinePlan pipeline)
    {
        _pipeline = pipeline;
        _cron = new CronExpression(pipeline.Schedule!, TimeZoneInfo.Utc);
    }

    /// <summary>Whether any branch may come due after one time and not after another, or soon after that: most looks of the clock need not go through the branches.</summary>
    public bool MayBeDue(DateTimeOffset after, DateTimeOffset until) => FindNext(after - _pipeline.Jitter - TimeSpan.FromSeconds(1)) <= until;

    /// <summary>The next time after a time that the expression names, before which no branch comes due that has not come due then; null when there is none.</summary>
    public DateTimeOffset? FindNext(DateTimeOffset after) => _cron.GetNextValidTimeAfter(after);

    /// <summary>The newest due time after one time and not after another.</summary>
    /// <returns>The time, or null when none is between them.</returns>
    public DateTimeOffset? FindDue(ProjectBranch branch, DateTimeOffset after, DateTimeOffset until)
    {
        var delay = DelayOf(branch);

        // The expression looks strictly before a time, and comes due at whole seconds only.
        var second = new DateTimeOffset(until.Ticks - (until.Ticks % TimeSpan.TicksPerSecond), until.Offset);
        var due = _cron.GetPreviousValidTimeBefore(second - delay + TimeSpan.FromSeconds(1)) + delay;
        return due > after && due <= until ? due : null;
    }

    /// <summary>The next due time after a time, or null when there is none.</summary>
    public DateTimeOffset? FindNext(ProjectBranch branch, DateTimeOffset after)
    {
        var delay = DelayOf(branch);
        return _cron.GetNextValidTimeAfter(after - delay) + delay;
    }

    private TimeSpan DelayOf(ProjectBranch branch)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{_pipeline.Name} {branch}"));
        var share = BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)uint.MaxValue;
        return TimeSpan.FromSeconds(Math.Floor(_pipeline.Jitter.TotalSeconds * share));
    }
}

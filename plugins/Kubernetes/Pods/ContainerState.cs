using System.Text.Json;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>How a container of a pod is.</summary>
/// <param name="Phase">Whether it waits, runs or has ended.</param>
/// <param name="Reason">Why it waits or ended, in the cluster's word, such as <c>ErrImagePull</c> or <c>OOMKilled</c>; may be empty.</param>
/// <param name="Message">The same in more words; may be empty.</param>
/// <param name="ExitCode">Its status when it has ended.</param>
/// <param name="Started">When it started, or null.</param>
/// <param name="Finished">When it ended, or null.</param>
internal sealed record ContainerState(ContainerPhase Phase, string Reason, string Message, int ExitCode, DateTimeOffset? Started, DateTimeOffset? Finished)
{
    /// <summary>One that nothing is known of yet.</summary>
    public static ContainerState Unknown { get; } = new(ContainerPhase.Waiting, "", "", 0, null, null);

    /// <summary>Reads a container's status of a pod.</summary>
    public static ContainerState Read(JsonElement status)
    {
        var state = status.Find("state") ?? default;
        return state.Find("running") is { } running ? new ContainerState(ContainerPhase.Running, "", "", 0, Time(running, "startedAt"), null)
            : state.Find("terminated") is { } ended
                ? new ContainerState(ContainerPhase.Ended, ended.TextOf("reason") ?? "", ended.TextOf("message") ?? "", ended.Find("exitCode")?.GetInt32() ?? 0, Time(ended, "startedAt"), Time(ended, "finishedAt"))
            : state.Find("waiting") is { } waiting ? new ContainerState(ContainerPhase.Waiting, waiting.TextOf("reason") ?? "", waiting.TextOf("message") ?? "", 0, null, null)
            : Unknown;
    }

    private static DateTimeOffset? Time(JsonElement json, string name) => json.Find(name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out var time) ? time : null;
}

/// <summary>Whether a container waits, runs or has ended.</summary>
internal enum ContainerPhase
{
    /// <summary>It does not run yet.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It ran.</summary>
    Ended,
}

using System.Collections.Immutable;
using System.Text.Json;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>What is known of a build's pod; small, since there may be thousands.</summary>
internal sealed record PodState
{
    /// <summary>The pod's name.</summary>
    public required string Name { get; init; }

    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</summary>
    public string Phase { get; init; } = "";

    /// <summary>Why the pod failed as a whole, such as <c>Evicted</c> or <c>DeadlineExceeded</c>; may be empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The same in more words; may be empty.</summary>
    public string Message { get; init; } = "";

    /// <summary>Why no node takes it, or null.</summary>
    public string? Unschedulable { get; init; }

    /// <summary>True when somebody wants it deleted.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>True when it is not there any more.</summary>
    public bool IsGone { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The container that runs the steps.</summary>
    public ContainerState Steps { get; init; } = ContainerState.Unknown;

    /// <summary>The container that brings files in and out.</summary>
    public ContainerState Files { get; init; } = ContainerState.Unknown;

    /// <summary>The container that is its way to the network; unknown where it has none.</summary>
    public ContainerState Relay { get; init; } = ContainerState.Unknown;

    /// <summary>The containers of the build's services, by name; empty before anything is known of them.</summary>
    public ImmutableArray<KeyValuePair<string, ContainerState>> Services { get; init; } = [];

    /// <summary>True when the pod as a whole has ended.</summary>
    public bool HasEnded => IsGone || Phase is "Failed" or "Succeeded";

    /// <summary>True when no step can run any more.</summary>
    public bool HasNoSteps => HasEnded || Steps.Phase == ContainerPhase.Ended;

    /// <summary>True when its containers run.</summary>
    public bool IsUp => Phase == "Running" && Steps.Phase == ContainerPhase.Running && Files.Phase == ContainerPhase.Running;

    /// <summary>True when nothing of the build runs any more.</summary>
    public bool IsQuiet => HasEnded || (Steps.Phase == ContainerPhase.Ended && Services.All(service => service.Value.Phase == ContainerPhase.Ended));

    /// <summary>All containers that something is known of, by name.</summary>
    public IEnumerable<KeyValuePair<string, ContainerState>> Containers =>
        [KeyValuePair.Create(PodMaker.Files, Files), KeyValuePair.Create(PodMaker.Steps, Steps), KeyValuePair.Create(PodMaker.Relay, Relay), .. Services];

    /// <summary>A container by its name.</summary>
    public ContainerState Of(string container) => Containers.FirstOrDefault(one => one.Key == container).Value ?? ContainerState.Unknown;

    /// <summary>Reads a pod.</summary>
    public static PodState Read(JsonElement pod)
    {
        var metadata = pod.Find("metadata") ?? default;
        var status = pod.Find("status") ?? default;
        return new PodState
        {
            Name = metadata.TextOf("name") ?? "",
            Created = metadata.Find("creationTimestamp") is { ValueKind: JsonValueKind.String } created ? created.GetDateTimeOffset() : default,
            IsDeleted = metadata.TextOf("deletionTimestamp") is not null,
            Phase = Known(status.TextOf("phase")),
            Reason = status.TextOf("reason") ?? "",
            Message = status.TextOf("message") ?? "",
            Unschedulable = status.ListOf("conditions")
                .Where(condition => condition.TextOf("type") == "PodScheduled" && condition.TextOf("status") == "False" && condition.TextOf("reason") == "Unschedulable")
                .Select(condition => condition.TextOf("message") ?? "")
                .FirstOrDefault(),
            Steps = Container(status, PodMaker.Steps),
            Files = Container(status, PodMaker.Files),
            Relay = Container(status, PodMaker.Relay),
            Services =
            [
                .. status.ListOf("containerStatuses")
                    .Where(container => container.TextOf("name")?.StartsWith(PodMaker.ServicePrefix, StringComparison.Ordinal) is true)
                    .Select(container => KeyValuePair.Create(string.Intern(container.TextOf("name")!), ContainerState.Read(container))),
            ],
        };
    }

    // One text for all pods.
    private static string Known(string? phase) => string.Intern(phase ?? "");

    private static ContainerState Container(JsonElement status, string name) =>
        status.ListOf("containerStatuses").Where(container => container.TextOf("name") == name).Select(ContainerState.Read).FirstOrDefault() ?? ContainerState.Unknown;
}

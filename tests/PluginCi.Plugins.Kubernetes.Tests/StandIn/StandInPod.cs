using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>A pod that the stand-in plays.</summary>
internal sealed class StandInPod(JsonObject json)
{
    // About as much as a real API adds to a pod.
    private static readonly string Filler = new('x', 3000);

    public TaskCompletionSource<string> Filled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name { get; } = (string)json["metadata"]!["name"]!;

    public string Labels { get; } = string.Join(',', json["metadata"]!["labels"]!.AsObject().Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal));

    /// <summary>The pod as an object with this version and state of its steps.</summary>
    public byte[] Show(long version, string phase, object? steps)
    {
        var pod = json.DeepClone();
        pod["metadata"]!["resourceVersion"] = $"{version}";
        pod["metadata"]!["creationTimestamp"] = "2026-11-26T12:00:00Z";
        pod["metadata"]!["managedFields"] = Filler;
        pod["status"] = JsonSerializer.SerializeToNode(new
        {
            phase,
            containerStatuses = steps is null ? [] : new[] { new { name = "files", state = (object)new { running = new { startedAt = "2026-11-26T12:00:01Z" } } }, new { name = "steps", state = steps } },
        });
        return JsonSerializer.SerializeToUtf8Bytes(pod);
    }
}

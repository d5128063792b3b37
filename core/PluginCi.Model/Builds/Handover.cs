using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginCi.Model;

/// <summary>What a build hands on to the jobs that need its job.</summary>
/// <param name="Artifacts">Its artifacts, in the order of the plan.</param>
/// <param name="Data">The JSON object that it returned, or null when it returned none.</param>
public sealed record Handover(ImmutableArray<Artifact> Artifacts, string? Data)
{
    private const int MostFlags = 100;

    /// <summary>Nothing.</summary>
    public static Handover Empty { get; } = new([], null);

    /// <summary>The keys of the data that are <c>true</c>, in their order; of more than 100 the first.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Flags
    {
        get
        {
            using var json = JsonDocument.Parse(Data ?? "{}");
            return [.. json.RootElement.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.True).Select(entry => entry.Name).Distinct().Take(MostFlags)];
        }
    }

    /// <summary>True when there is nothing to hand on.</summary>
    public bool IsEmpty => Artifacts.IsEmpty && Data is null;
}

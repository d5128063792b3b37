using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Reads one job of a layout.</summary>
internal static class JobReader
{
    // A job without a time limit of its own never runs into one, however far the clock is moved.
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(100_000);

    private static readonly string[] Keys =
    [
        "needs", "soft", "files", "irrelevant-files", "branches", "attempts", "voting", "hold-following", "semaphore", "pause", "timeout", "repos",
    ];

    /// <summary>A job of which nothing is said.</summary>
    public static JobPlan Plain(string name) => new() { Name = name, TimeLimit = NoLimit };

    public static JobPlan Read(string name, YamlMap map)
    {
        map.AllowOnly("a job", Keys);
        return Plain(name) with
        {
            Needs = Texts(map, "needs"),
            SoftNeeds = Texts(map, "soft"),
            Files = Texts(map, "files"),
            IrrelevantFiles = Texts(map, "irrelevant-files"),
            Branches = Texts(map, "branches"),
            Attempts = map.Find("attempts")?.AsInt(1) ?? Plain(name).Attempts,
            IsVoting = map.Find("voting")?.AsBool() ?? true,
            HoldsFollowing = map.Find("hold-following")?.AsBool() ?? false,
            Semaphores = Texts(map, "semaphore"),
            Pauses = map.Find("pause")?.AsBool() ?? false,
            TimeLimit = map.Find("timeout")?.AsDuration() ?? NoLimit,
            Repositories = [.. Texts(map, "repos").Select(project => new ProjectName(project))],
        };
    }

    private static ImmutableArray<string> Texts(YamlMap map, string key) => map.Find(key)?.AsTexts() ?? [];
}

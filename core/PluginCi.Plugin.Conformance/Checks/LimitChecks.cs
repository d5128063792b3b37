using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>Builds that want more than they may have: each ends with a clear result, and one beside it passes.</summary>
internal static class LimitChecks
{
    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(A_memory_eater_is_ended_and_its_neighbour_passes),
        new(A_fork_bomb_is_ended_and_its_neighbour_passes),
        new(A_disk_filler_of_the_workspace_fills_its_own_disk_only),
        new(A_disk_filler_of_the_temporary_folder_fills_its_own_disk_only),
        new(A_checkout_larger_than_the_disk_limit_is_told),
        new(A_log_flood_is_cut_at_its_limit),
    ];

    private static async Task A_memory_eater_is_ended_and_its_neighbour_passes(ExecutorScene scene)
    {
        var (outcome, _) = await BesideANeighbourAsync(scene, scene.Job("echo up; tail /dev/zero"));

        Expect.Equal(scene.Subject.LimitsMemory ? BuildResult.LimitExceeded : BuildResult.Failure, outcome.Result, $"Result ({outcome.Message})");
        Expect.Contains(scene.Subject.LimitsMemory ? "memory limit of 134217728 bytes" : "", outcome.Message, "Message");
    }

    private static async Task A_fork_bomb_is_ended_and_its_neighbour_passes(ExecutorScene scene)
    {
        var bomb = scene.Job("echo up; b() { b | b & }; b; sleep 1000") with { TimeLimit = TimeSpan.FromSeconds(5) };
        var (outcome, _) = await BesideANeighbourAsync(scene, bomb with { Limits = bomb.Limits with { MemoryBytes = 1 << 30 } });

        if (!scene.Subject.LimitsProcesses)
        {
            Expect.That(outcome.Result is BuildResult.TimedOut or BuildResult.Failure, $"A fork bomb ended with {outcome.Result} ({outcome.Message}).");
            return;
        }

        Expect.Equal(BuildResult.LimitExceeded, outcome.Result, $"Result ({outcome.Message})");
        Expect.Contains("limit of 64 processes", outcome.Message, "Message");
    }

    private static Task A_disk_filler_of_the_workspace_fills_its_own_disk_only(ExecutorScene scene) => FillAsync(scene, ".");

    private static Task A_disk_filler_of_the_temporary_folder_fills_its_own_disk_only(ExecutorScene scene) => FillAsync(scene, "/tmp");

    private static async Task FillAsync(ExecutorScene scene, string folder)
    {
        var (outcome, output) = await BesideANeighbourAsync(scene, scene.Job($"echo up; cat /dev/zero > {folder}/big"));

        Expect.Equal(BuildResult.LimitExceeded, outcome.Result, $"Result ({outcome.Message})");
        Expect.Contains("33554432 bytes", outcome.Message, "Message");
        Expect.Contains(scene.Subject.LimitsDiskAtOnce ? "No space left on device" : "", output.Text, "Output");
    }

    private static async Task A_checkout_larger_than_the_disk_limit_is_told(ExecutorScene scene)
    {
        var workspace = scene.NewWorkspace();
        await File.WriteAllBytesAsync(Path.Combine(workspace, "large"), new byte[2 << 20]);

        var (outcome, output) = await scene.RunAsync(scene.Job("true") with { Limits = new ResourceLimits { DiskBytes = 1 << 20 } }, workspace);

        Expect.Equal(BuildResult.LimitExceeded, outcome.Result, $"Result ({outcome.Message})");
        Expect.Contains("disk limit of 1048576 bytes", outcome.Message, "Message");
        Expect.Sequence([], output.Told, "Told");
    }

    private static async Task A_log_flood_is_cut_at_its_limit(ExecutorScene scene)
    {
        var job = scene.Job("echo up; yes flood");
        var (outcome, output) = await BesideANeighbourAsync(scene, job with { Limits = job.Limits with { OutputBytes = 6000 } });

        Expect.Equal(BuildResult.LimitExceeded, outcome.Result, $"Result ({outcome.Message})");
        Expect.Contains("6000 bytes of output", outcome.Message, "Message");
        Expect.That(output.Lines.Sum(line => line.Length + 1) is >= 5000 and <= 6001, $"{output.Lines.Sum(line => line.Length + 1)} bytes were told.");
    }

    /// <summary>Runs a build while another one works; that one must pass.</summary>
    internal static async Task<(BuildOutcome Outcome, BuildTranscript Output)> BesideANeighbourAsync(ExecutorScene scene, JobPlan hostile)
    {
        if (scene.Subject.Executor.Capacity < 2)
        {
            return await scene.RunAsync(hostile);
        }

        var output = new BuildTranscript();
        var neighbour = scene.RunAsync(scene.Job("echo ready; for i in 1 2 3 4 5 6 7 8; do sleep 0.1; ls / > /tmp/$i; done", "cat /tmp/8"), output: output);
        await output.LineAsync("ready", scene.Subject.Deadline);

        var ended = await scene.RunAsync(hostile);

        var (outcome, _) = await neighbour;
        Expect.Equal(BuildResult.Success, outcome.Result, $"Result of the build beside it ({outcome.Message}\n{output.Text})");
        return ended;
    }
}

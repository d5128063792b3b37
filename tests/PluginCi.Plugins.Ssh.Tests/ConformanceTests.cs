using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>Builds on a machine keep the contracts of executors and of those that last, as far as the plugin claims. In two classes, so that two checks run at a time.</summary>
public sealed class ConformanceTests
{
    // One account and one machine hold all builds: README.md and docs/operators/security.md say so.
    private static readonly string[] NotClaimed =
    [
        "A_step_that_kills_all_it_can_harms_its_own_build_only",
        "As_many_builds_as_there_is_room_for_run_at_once_and_do_not_see_each_other",
        "Nothing_of_a_build_is_left_for_the_next_one",
        "There_is_no_network",
        "Files_of_the_server_are_not_there",
        "A_build_has_no_rights_over_its_machine",
        "A_disk_filler_of_the_temporary_folder_fills_its_own_disk_only",
        "A_fork_bomb_is_ended_and_its_neighbour_passes",
    ];

    private static readonly IReadOnlyList<ConformanceCheck> Claimed =
        [.. ExecutorConformance.ForExecutors.Concat(ExecutorConformance.ForLasting).Where(check => !NotClaimed.Contains(check.Name))];

    public static TheoryData<string> Checks => [.. Claimed.Where((_, index) => index % 2 == 0).Select(check => check.Name)];

    public static TheoryData<string> OtherChecks => [.. Claimed.Where((_, index) => index % 2 == 1).Select(check => check.Name)];

    [SshTheory]
    [MemberData(nameof(Checks))]
    public Task The_contract_is_kept(string check) => RunAsync(check);

    [Fact]
    public void What_is_not_claimed_is_in_the_kit() => Assert.All(NotClaimed, name => Assert.Equal(name, ExecutorConformance.Find(name).Name));

    private static async Task RunAsync(string check)
    {
        await using var scene = new SshScene();
        await ExecutorConformance.Find(check).RunAsync(scene.Subject);
    }

    public sealed class More
    {
        [SshTheory]
        [MemberData(nameof(OtherChecks), MemberType = typeof(ConformanceTests))]
        public Task The_contract_is_kept(string check) => RunAsync(check);
    }
}

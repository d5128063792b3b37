namespace PluginCi.Simulation;

/// <summary>Plays every scenario of the repository.</summary>
public sealed class ScenarioFilesTests
{
    [Fact]
    public void All_scenarios_come_out_as_expected() => PlayAll(new ScenarioOptions());

    [Fact]
    public void All_scenarios_come_out_the_same_when_the_gate_recovers_from_its_journal_after_every_step() => PlayAll(new ScenarioOptions { FromJournal = true });

    private static void PlayAll(ScenarioOptions options)
    {
        var files = ScenarioRunner.FindFiles([SourceTree.PathTo("tests", "scenarios")]);
        string[] failed = [.. files.Select(file => ScenarioRunner.Play(file, options)).Where(result => !result.Ok).Select(result => result.ToString())];

        Assert.NotEmpty(files);
        Assert.True(failed.Length == 0, $"{failed.Length} of {files.Length} failed:\n{string.Join('\n', failed)}");
    }
}

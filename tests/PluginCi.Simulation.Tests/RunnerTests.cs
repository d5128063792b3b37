namespace PluginCi.Simulation;

/// <summary>Which files are played, and how results read.</summary>
public sealed class RunnerTests
{
    private const string Scenario = "layout: { pipelines: {} }\nsteps: []";

    [Fact]
    public void A_folder_stands_for_the_scenarios_below_it_in_the_order_of_their_names()
    {
        using var folder = new ScenarioFolder();
        string[] wanted =
        [
            folder.Write("a/2.yml", Scenario), folder.Write("b.yaml", Scenario.Replace("steps", "expect", StringComparison.Ordinal).Replace("[]", "{}", StringComparison.Ordinal)),
            folder.Write("broken.yaml", "steps: ["),
        ];
        folder.Write("a/layout.yaml", "pipelines: {}");
        folder.Write("a/list.yaml", "- 1");
        folder.Write("a/two.yaml", "a: 1\n---\nb: 1");
        folder.Write("a/notes.txt", Scenario);

        Assert.Equal(wanted, ScenarioRunner.FindFiles([folder.PathOf(".")]).Select(Path.GetFullPath));
        Assert.Equal(wanted[..2], ScenarioRunner.FindFiles([wanted[0], wanted[0], wanted[1]]));
        Assert.Equal(["ok 2", "ok b"], wanted[..2].Select(file => ScenarioRunner.Play(file, new ScenarioOptions()).ToString()));
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_failure_that_says_so()
    {
        using var folder = new ScenarioFolder();
        var missing = folder.PathOf("missing.yaml");

        Assert.Equal(missing, Assert.Single(ScenarioRunner.FindFiles([missing])));
        Assert.StartsWith($"FAILED missing: {missing}: error PCI6005: there is no file or folder of that name", ScenarioRunner.Play(missing, new ScenarioOptions()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_queues_are_drawn_after_each_step()
    {
        using var folder = new ScenarioFolder();
        var file = folder.Write("s.yaml", ScenarioFolder.Layout + ScenarioFolder.Changes + """
            steps:
              - approve: [A, B]
              - pass: B.J1
              - patchset: C
              - expect: { merged: [] }
              - finish: all
            """);

        var drawing = ScenarioRunner.Play(file, new ScenarioOptions { Draws = true }).Drawing;

        Assert.Equal("""
            step 1: approve [A, B]
              gate/P (window 20)
                A      J1 running, J2 running
                B  A+  J1 running, J2 running
            step 2: pass B.J1
              gate/P (window 20)
                A      J1 running, J2 running
                B  A+  J1 passed, J2 running
            step 3: patchset C
              check/C
                C    J1 running
              gate/P (window 20)
                A      J1 running, J2 running
                B  A+  J1 passed, J2 running
            step 4: expect { merged: [] }
            step 5: finish all
              (all queues are empty)

            """, drawing);
    }
}

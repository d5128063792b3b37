namespace PluginCi.Simulation;

/// <summary>What is said when something else came than was expected.</summary>
public sealed class ExpectationTests
{
    [Theory]
    [InlineData("running: [A.J2, B.J1]", "expected running [A.J2, B.J1], was [A.J2]")]
    [InlineData("running: []", "expected running [], was [A.J2]")]
    [InlineData("running: [A.J2, A.J2]", "expected running [A.J2, A.J2], was [A.J2]")]
    [InlineData("merged: [A]", "expected merged [A], was [C, D, E]")]
    [InlineData("merged: [C, E, D]", "expected merged [C, E, D], was [C, D, E]")]
    [InlineData("merged: ['{C,D}']", "expected merged [{C,D}], was [C, D, E]")]
    [InlineData("open: [A, C, D]", "expected open [A, C, D], but [C, D] are merged")]
    [InlineData("queue: { P: [B] }", "expected queue P [B], was [A]")]
    [InlineData("queue: { P: [A, (B)] }", "expected queue P [A, (B)], was [A]")]
    [InlineData("queue: { shared: ['{A,B}'] }", "expected queue shared [{A,B}], was []")]
    [InlineData("queue: { check/A: [A] }", "expected queue check/A [A], was []")]
    [InlineData("queues: { gate: 2 }", "expected queues of gate 2, was 1")]
    [InlineData("saw: { C.J1: [A, C] }", "expected C.J1 to have seen [A, C], was [C]")]
    [InlineData("saw: { B.J1: [B] }", "expected B.J1 to have seen [B], but no build of that name has started")]
    [InlineData("reports: { A: [start, success] }", "expected reports on A [start, success], was [start]")]
    [InlineData("reports: { C: 1 }", "expected reports on C 1, was 2: [start, success]")]
    [InlineData("votes: { C: -2 }", "expected vote on C -2, was 2")]
    [InlineData("builds: { total: 5 }", "expected builds {total: 5}, was {total: 10, aborted: 2}")]
    [InlineData("builds: { total: 10, aborted: 1 }", "expected builds {total: 10, aborted: 1}, was {total: 10, aborted: 2}")]
    [InlineData("builds-of: { A.J1: 1 }", "expected builds of A.J1 1, was 2")]
    [InlineData("window: { P: 3 }", "expected window of P 3, was 21")]
    [InlineData("why: { A: conflict }", "expected why of A 'conflict', was ")]
    [InlineData("why: { B: conflict }", "expected why of B 'conflict', was nothing")]
    public void What_was_found_instead_is_told(string expectation, string message)
    {
        var said = ScenarioFolder.Play($$"""
            {{ScenarioFolder.Layout}}
            changes:
              A: { project: P }
              B: { project: P }
              C: { project: P }
              D: { project: Q }
              E: { project: R }
            steps:
              - approve: [C, D, E]
              - finish: all
              - approve: A
              - ref-updated: { project: P }
              - pass: [A.J1, post/P@master.J1]
              - expect: { {{expectation}} }
            """);

        Assert.StartsWith($"FAILED s: step 6: {message}", said, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_does_not_hold_is_told_at_once()
    {
        var said = ScenarioFolder.PlaySteps("steps:\n  - approve: A\nexpect: { merged: [A], running: [], queues: { gate: 1 } }");

        Assert.Equal("FAILED s: at the end: expected merged [A], was []; expected running [], was [A.J1, A.J2]", said);
    }

    [Fact]
    public void A_build_that_does_not_run_cannot_end()
    {
        var said = ScenarioFolder.PlaySteps("steps:\n  - patchset: A\n  - approve: A\n  - pass: [A.J2]\n  - fail: A.J2");

        Assert.Equal("FAILED s: step 4: no build A.J2 runs, but [check/A.J1, gate/A.J1]", said);
    }

    [Fact]
    public void Reasons_name_changes_as_the_file_does()
    {
        Assert.Equal("ok s", ScenarioFolder.Play(ScenarioFolder.Layout + """
            changes:
              Z: { project: P }
              A: { project: P, depends-on: [Z] }
            steps:
              - approve: A
            expect: { why: { A: "A is not in gate yet: it needs Z, and Z is not approved" } }
            """));
    }

    [Fact]
    public void Builds_of_a_change_in_two_pipelines_are_told_apart()
    {
        Assert.Equal("ok s", ScenarioFolder.PlaySteps("""
            steps:
              - patchset: A
              - approve: A
              - expect: { running: [check/A.J1, gate/A.J1, A.J2], builds-of: { A.J1: 2, check/A.J1: 1 } }
              - expect: { running: [A.J1, A.J1, A.J2] }
              - pass: A.J1
              - expect: { running: [check/A.J1, gate/A.J2] }
            outcomes: { A.J1: failure, gate/A.J1: success }
            """));
    }

    [Fact]
    public void A_queue_name_that_two_pipelines_share_means_the_one_in_use()
    {
        Assert.Equal("ok s", ScenarioFolder.Play("""
            layout:
              pipelines:
                deploy: { manager: serial, on: [ref-updated] }
                gate: { manager: dependent, on: [approved], submit: true }
                publish: { manager: supercedent, on: [ref-updated] }
              projects: { P: { gate: [J], deploy: [D], publish: [U] } }
            changes: { A: { project: P } }
            steps:
              - approve: A
              - expect: { queue: { P: [A], deploy/P: [] }, window: { P: 20 } }
              - pass: A.J
              - expect: { queue: { P: [P@master], gate/P: [], publish/P@master: [P@master] }, running: [deploy/P@master.D, publish/P@master.U] }
              - ref-updated: { project: P }
              - expect: { queue: { deploy/P: [P@master, P@master], publish/P@master: [P@master, P@master] }, queues: { publish: 1, deploy: 1, gate: 0 } }
            """));
    }
}

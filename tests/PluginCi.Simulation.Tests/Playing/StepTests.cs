namespace PluginCi.Simulation;

/// <summary>What each step does.</summary>
public sealed class StepTests
{
    public static TheoryData<string, string> Steps => new()
    {
        { "approve", "[approve: [A, B], expect: { queue: { P: [A, B] }, running: [A.J1, A.J2, B.J1, B.J2] }]" },
        { "a name stands for a list of one", "[approve: A, expect: { queue: { P: A }, open: A, running: [A.J1, A.J2] }]" },
        { "vote tells nobody", "[vote: A, expect: { queue: { P: [] } }]" },
        { "what has its votes follows what it needs", "[edit: { B: { depends-on: [A] } }, vote: B, approve: A, expect: { queue: { P: [A, B] } }]" },
        { "unvote", "[approve: [A, B], unvote: A, expect: { queue: { P: [B] }, reports: { A: [start, left] }, builds: { aborted: 4 } }]" },
        { "patchset", "[patchset: [A], expect: { running: [A.J1], queue: { check/A: [A] }, queues: { check: 1, gate: 0 } }]" },
        { "recheck", "[patchset: A, finish: all, recheck: A, expect: { running: [A.J1], builds-of: { A.J1: 2 }, reports: { A: 1 } }]" },
        { "abandon", "[approve: A, abandon: A, expect: { queue: { P: [] }, open: [A], builds: { total: 2, aborted: 2 } }]" },
        { "restore", "[abandon: A, restore: A, expect: { running: [check/A.J1] }]" },
        { "push takes the votes", "[approve: A, push: { A: {} }, expect: { queue: { P: [] }, running: [A.J1] }, finish: all, recheck: A, enqueue: { pipeline: gate, change: A }, expect: { queue: { P: [] }, why: { A: not approved } }]" },
        { "push with a parent", "[push: { B: { parent: A } }, expect: { saw: { B.J1: [A, B] }, queue: { check/B: [(A), B] } }]" },
        { "push without a parent", "[push: { B: { parent: A } }, push: { B: { parent: ~ } }, expect: { saw: { B.J1: [B] } }]" },
        { "a push that says nothing of the parent keeps it", "[push: { B: { parent: A } }, push: { B: { files: [x] } }, expect: { saw: { B.J1: [A, B] } }]" },
        { "edit", "[approve: [A, B], edit: { A: { depends-on: [C] } }, expect: { queue: { P: [B] } }]" },
        { "merge-outside", "[approve: [A, B], merge-outside: A, expect: { merged: [], open: [B], queue: { P: [B] }, saw: { B.J1: [B] } }]" },
        { "ref-updated", "[approve: A, ref-updated: { project: P, branch: master }, expect: { running: [A.J1, A.J2, post/P@master.J1], builds: { aborted: 2 }, queues: { post: 1 } }]" },
        { "ref-updated of a new branch", "[ref-updated: { project: P, branch: stable }, expect: { running: [post/P@stable.J1], queue: { post/P@stable: [P@stable] } }]" },
        { "pass", "[approve: A, pass: [A.J1], expect: { running: [A.J2] }, pass: A.J2, expect: { merged: [A] }]" },
        { "fail", "[approve: A, fail: A.J1, pass: A.J2, expect: { reports: { A: [start, failure] }, votes: { A: -2 } }]" },
        { "lose", "[approve: A, lose: A.J1, expect: { running: [A.J2, A.J1], builds: { total: 1, aborted: 0 }, builds-of: { A.J1: 2 } }]" },
        { "time-out", "[approve: A, time-out: A.J1, pass: A.J2, expect: { reports: { A: [start, failure] } }]" },
        { "early-fail", "[approve: [A, B], early-fail: A.J1, expect: { running: [A.J1, A.J2, B.J1, B.J2], saw: { B.J1: [B] } }]" },
        { "finish all", "[approve: [A, B], finish: all, expect: { merged: [A, B], reports: { A: [start, success], B: 2 }, votes: { A: 2 } }]" },
        { "finish some", "[approve: [A, B], finish: [B], expect: { merged: [], running: [A.J1, A.J2] }]" },
        { "finish nothing", "[approve: A, finish: [], expect: { running: [A.J1, A.J2] }]" },
        { "refuse-submit", "[refuse-submit: A, approve: A, finish: all, expect: { merged: [], reports: { A: [start, refused] }, why: { A: DOES NOT LET A BE MERGED } }]" },
        { "enqueue", "[vote: A, enqueue: { pipeline: gate, change: A }, expect: { queue: { P: [A] } }]" },
        { "enqueue a branch", "[enqueue: { pipeline: post, project: P, branch: master }, expect: { running: [post/P@master.J1] }]" },
        { "dequeue", "[approve: [A, B], dequeue: { pipeline: gate, change: A }, expect: { queue: { gate/P: [B] } }]" },
        { "dequeue a branch", "[ref-updated: { project: P }, dequeue: { pipeline: post, project: P, branch: master }, expect: { running: [], builds: { aborted: 1 } }]" },
        { "promote", "[approve: [A, B, C], promote: { pipeline: gate, changes: [C] }, expect: { queue: { P: [C, A, B] }, saw: { A.J1: [C, A] } }]" },
        { "freeze and thaw", "[freeze: { scope: P, reason: release }, approve: A, finish: all, expect: { merged: [], queue: { P: [A] }, why: { A: release } }, thaw: P, expect: { merged: [A] }]" },
        { "freeze of all", "[freeze: { scope: all, reason: release }, approve: A, finish: all, expect: { merged: [] }, thaw: all, expect: { merged: [A] }]" },
        { "restart", "[approve: A, restart: true, expect: { running: [A.J1, A.J2] }, finish: all, expect: { merged: [A] }]" },
        { "reconfigure replaces whole keys", "[reconfigure: { projects: { P: { gate: [J2] } } }, approve: A, patchset: A, expect: { running: [A.J2], queues: { check: 0 } }]" },
        { "reconfigure passes over what is gone", "[reconfigure: { pipelines: { gate: { manager: dependent, on: [approved] } } }, approve: A, expect: { running: [A.J1, A.J2] }]" },
        { "a change moves with its project", "[approve: A, reconfigure: { projects: { P: { queue: other, gate: [J1] } } }, expect: { queue: { other: [A], P: [] }, running: [A.J1], builds: { aborted: 2 } }]" },
        { "advance leaves jobs without a limit", "[approve: A, advance: 3d, expect: { running: [A.J1, A.J2] }]" },
        { "expect twice in one step", "[approve: A, expect: { merged: [], queues: { gate: 1 }, window: { P: 20, gate/P: 20 } }]" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Steps_do_what_they_say(string what, string steps)
    {
        var text = "steps:\n" + Unfold(steps);

        Assert.Equal($"ok s ({what})", $"{ScenarioFolder.PlaySteps(text)} ({what})");
        Assert.Equal($"ok s ({what})", $"{ScenarioFolder.PlaySteps(text, fromJournal: true)} ({what})");
    }

    [Fact]
    public void A_time_limit_is_over_when_the_clock_is_past_it()
    {
        const string Text = """
            layout:
              pipelines: { gate: { manager: dependent, on: [approved], submit: true } }
              jobs: { J: { timeout: 30m }, K: { timeout: 1h30m } }
              projects: { P: { gate: [J, K] } }
            changes: { A: { project: P }, B: { project: P } }
            steps:
              - approve: A
              - advance: 10m
              - approve: B
              - advance: 19m59s
              - expect: { running: [A.J, A.K, B.J, B.K] }
              - advance: 1s
              - expect: { running: [A.K, B.J, B.K], builds: { total: 3, aborted: 2 } }
              - pass: A.K
              - advance: 30m
              - expect: { running: [B.K], open: [A, B] }
            """;

        Assert.Equal("ok s", ScenarioFolder.Play(Text));
        Assert.Equal("ok s", ScenarioFolder.Play(Text, fromJournal: true));
    }

    [Fact]
    public void Tags_and_timers_make_items_that_are_no_changes()
    {
        const string Text = """
            layout:
              pipelines:
                release: { manager: independent, on: [tag] }
                nightly: { manager: independent, on: [timer] }
                weekly: { manager: independent, on: [tag] }
              projects: { P: { release: [J], nightly: [J] }, Q: { nightly: [J] } }
            changes: { A: { project: P, branch: stable/1.0 } }
            steps:
              - tag: { project: P, tag: v1.0 }
              - expect: { running: [release/P@v1.0.J], queue: { release/P@v1.0: [P@v1.0] } }
              - finish: all
              - timer: nightly
              - expect: { running: [nightly/P@master.J, nightly/P@stable/1.0.J, nightly/Q@master.J], queues: { nightly: 3 } }
              - timer: weekly
              - finish: all
            expect: { builds: { total: 4 } }
            outcomes: { nightly/P@stable/1.0.J: failure }
            """;

        Assert.Equal("ok s", ScenarioFolder.Play(Text));
        Assert.Equal("ok s", ScenarioFolder.Play(Text, fromJournal: true));
    }

    [Fact]
    public void A_job_that_pauses_ends_by_itself_and_passes_once()
    {
        const string Text = """
            layout:
              pipelines: { gate: { manager: dependent, on: [approved], submit: true } }
              jobs: { DB: { pause: true }, T: { needs: [DB] } }
              projects: { P: { gate: [DB, T] } }
            changes: { A: { project: P }, B: { project: P } }
            steps:
              - approve: A
              - pass: A.DB
              - expect: { running: [A.DB, A.T] }
              - pass: [A.DB, A.T]
              - expect: { running: [], merged: [A], builds: { total: 2, aborted: 0 } }
              - pass: A.DB
              - approve: B
              - fail: B.DB
            expect: { builds-of: { B.T: 0 }, open: [B] }
            """;

        Assert.Equal("ok s", ScenarioFolder.Play(Text));
        Assert.Equal("ok s", ScenarioFolder.Play(Text, fromJournal: true));
    }

    [Fact]
    public void Semaphores_are_given_out_across_pipelines_and_kept_over_a_restart()
    {
        const string Text = """
            layout:
              pipelines:
                check: { manager: independent, on: [patchset], precedence: low }
                gate: { manager: dependent, on: [approved], precedence: high }
              jobs: { S: { semaphore: db }, T: { semaphore: [db, disk] } }
              semaphores: { db: 2 }
              projects: { P: { check: [S], gate: [S, T] } }
            changes: { A: { project: P }, B: { project: P } }
            steps:
              - patchset: [A, B]
              - approve: A
              - expect: { running: [check/A.S, check/B.S] }
              - restart: true
              - pass: check/A.S
              - expect: { running: [check/B.S, gate/A.S] }
              - restart: true
              - reconfigure: { semaphores: { db: 3 } }
              - expect: { running: [check/B.S, gate/A.S, A.T] }
              - finish: all
            expect: { builds: { total: 4, aborted: 0 } }
            """;

        Assert.Equal("ok s", ScenarioFolder.Play(Text));
        Assert.Equal("ok s", ScenarioFolder.Play(Text, fromJournal: true));
    }

    // "[a: 1, b: 2]" as a list of steps, one a line.
    private static string Unfold(string steps) =>
        string.Concat(Split(steps[1..^1]).Select(step => $"  - {step.Trim()}\n"));

    private static IEnumerable<string> Split(string text)
    {
        var (depth, start) = (0, 0);
        for (var index = 0; index < text.Length; index++)
        {
            depth += text[index] switch { '{' or '[' => 1, '}' or ']' => -1, _ => 0 };
            if (depth == 0 && text[index] == ',')
            {
                yield return text[start..index];
                start = index + 1;
            }
        }

        yield return text[start..];
    }
}

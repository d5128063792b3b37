namespace PluginCi.Simulation;

/// <summary>What steps and expectations must not say, and what is said of it.</summary>
public sealed class BadStepTests
{
    private const string Verbs =
        "approve, vote, unvote, patchset, recheck, abandon, restore, merge-outside, refuse-submit, pass, fail, lose, time-out, early-fail, push, edit, " +
        "ref-updated, tag, timer, finish, reconfigure, enqueue, dequeue, promote, freeze, thaw, restart, advance, expect";

    [Theory]
    [InlineData("aprove: [A]", "(2,5): error PCI6001: 'aprove' is not a key of a step; known are " + Verbs)]
    [InlineData("{ approve: [A], finish: all }", "(2,5): error PCI6003: a step must be a map of one key, found 2; write each on a line of its own that starts with '- '")]
    [InlineData("restart", "(2,5): error PCI6003: an entry of 'steps' must be a map, found the text 'restart'")]
    [InlineData("approve: [X]", "(2,15): error PCI6007: there is no change 'X'; known are A, B, C")]
    [InlineData("approve: { A: B }", "(2,14): error PCI6003: 'approve' must be a text (in quotes where it has braces: \"{A,B}\"), found a map")]
    [InlineData("pass: A.J9", "(2,11): error PCI6007: there is no job 'J9'; known are J1, J2")]
    [InlineData("pass: X.J1", "(2,11): error PCI6007: there is no change 'X'; known are A, B, C")]
    [InlineData("pass: chekc/A.J1", "(2,11): error PCI6007: there is no pipeline 'chekc'; known are check, gate, post")]
    [InlineData("pass: A", "(2,11): error PCI6004: 'pass' is 'A', expected CHANGE.JOB, PIPELINE/CHANGE.JOB or PIPELINE/PROJECT@REF.JOB")]
    [InlineData("pass: post/N@master.J1", "(2,11): error PCI6007: there is no change 'N@master'; known are A, B, C")]
    [InlineData("push: { A: { merged: true } }", "(2,18): error PCI6001: 'merged' is not a key of a push; known are project, branch, parent, depends-on, files, topic, conflicts-with")]
    [InlineData("edit: { A: { files: [x] } }", "(2,18): error PCI6001: 'files' is not a key of an edit; known are depends-on, topic")]
    [InlineData("finish: some", "(2,13): error PCI6007: there is no change 'some'; known are A, B, C")]
    [InlineData("ref-updated: { project: N, branch: master }", "(2,29): error PCI6007: there is no project 'N'; known are P, Q, R")]
    [InlineData("ref-updated: { branch: master }", "(2,18): error PCI6006: 'ref-updated' needs the key 'project'")]
    [InlineData("tag: { project: P }", "(2,10): error PCI6006: 'tag' needs the key 'tag'")]
    [InlineData("timer: nightly", "(2,12): error PCI6007: there is no pipeline 'nightly'; known are check, gate, post")]
    [InlineData("enqueue: { pipeline: gate, chnage: A }", "(2,32): error PCI6001: 'chnage' is not a key of 'enqueue'; known are pipeline, change, project, branch, tag, name, ref")]
    [InlineData("enqueue: { pipeline: gate }", "(2,14): error PCI6006: 'enqueue' needs the key 'change'")]
    [InlineData("promote: { pipeline: gate, change: A }", "(2,32): error PCI6001: 'change' is not a key of 'promote'; known are pipeline, changes")]
    [InlineData("freeze: { scope: nothing, reason: x }", "(2,22): error PCI6007: there is no queue, project or group 'nothing'; known are all, P, shared, Q, R")]
    [InlineData("freeze: { reason: x }", "(2,13): error PCI6006: 'freeze' needs the key 'scope'")]
    [InlineData("restart: false", "(2,14): error PCI6004: 'restart' is 'false', expected true")]
    [InlineData("advance: 10", "(2,14): error PCI6004: 'advance' is '10', expected a time such as 30s, 10m or 1h30m")]
    [InlineData("reconfigure: { job: {} }", "(2,20): error PCI6001: 'job' is not a key of a layout; known are pipelines, jobs, semaphores, projects, groups, queues, freezes, reuse-results")]
    public void A_step(string step, string message) =>
        Assert.Equal($"FAILED s: s.yaml{message}", ScenarioFolder.Play($"steps:\n  - {step}\n{ScenarioFolder.Layout}{ScenarioFolder.Changes}"));

    [Theory]
    [InlineData("mergd: [A]", "(2,3): error PCI6001: 'mergd' is not a key of expect; known are merged, open, running, queue, queues, saw, reports, votes, builds, builds-of, window, why")]
    [InlineData("merged: [X]", "(2,12): error PCI6007: there is no change 'X'; known are A, B, C")]
    [InlineData("merged: [{A,B}]", "(2,12): error PCI6003: an entry of 'merged' must be a text (in quotes where it has braces: \"{A,B}\"), found a map")]
    [InlineData("merged: ['(A)']", "(2,12): error PCI6004: an entry of 'merged' is '(A)', expected a change, or \"{A,B}\" for a cycle")]
    [InlineData("running: [A]", "(2,13): error PCI6004: an entry of 'running' is 'A', expected CHANGE.JOB, PIPELINE/CHANGE.JOB or PIPELINE/PROJECT@REF.JOB")]
    [InlineData("queue: { S: [A] }", "(2,12): error PCI6007: there is no queue 'S'; known are P, shared, PIPELINE/CHANGE, PIPELINE/PROJECT@BRANCH, PIPELINE/QUEUE")]
    [InlineData("queue: [A]", "(2,10): error PCI6003: 'queue' must be a map, found a list")]
    [InlineData("queues: { gate: many }", "(2,19): error PCI6003: 'gate' must be a whole number, found the text 'many'")]
    [InlineData("saw: { A: [A] }", "(2,10): error PCI6004: a key of 'saw' is 'A', expected CHANGE.JOB, PIPELINE/CHANGE.JOB or PIPELINE/PROJECT@REF.JOB")]
    [InlineData("reports: { A: [started] }", "(2,18): error PCI6004: an entry of 'A' is 'started', expected one of start, success, failure, conflict, refused, left")]
    [InlineData("reports: { A: -1 }", "(2,17): error PCI6004: 'A' is '-1', expected a number of 0 or more")]
    [InlineData("builds: { all: 3 }", "(2,13): error PCI6001: 'all' is not a key of 'builds'; known are total, aborted")]
    [InlineData("votes: { A: good }", "(2,15): error PCI6003: 'A' must be a whole number, found the text 'good'")]
    [InlineData("why: { A: [needs B] }", "(2,13): error PCI6003: 'A' must be a text, found a list")]
    public void An_expectation(string expectation, string message) =>
        Assert.Equal($"FAILED s: s.yaml{message}", ScenarioFolder.Play($"expect:\n  {expectation}\n{ScenarioFolder.Layout}{ScenarioFolder.Changes}"));

    [Theory]
    [InlineData("A.J1: broken", "(2,9): error PCI6004: 'A.J1' is 'broken', expected one of success, failure, time-out, lost")]
    [InlineData("A.J7: failure", "(2,3): error PCI6007: there is no job 'J7'; known are J1, J2")]
    public void An_outcome(string outcome, string message) =>
        Assert.Equal($"FAILED s: s.yaml{message}", ScenarioFolder.Play($"outcomes:\n  {outcome}\n{ScenarioFolder.Layout}{ScenarioFolder.Changes}steps: []"));

    [Fact]
    public void A_shared_layout_is_named_by_its_own_file()
    {
        using var folder = new ScenarioFolder();
        var layout = folder.Write("layouts/one.yaml", "pipelines: {}\njobs: { J: { needs: { K: 1 } } }");
        var file = folder.Write("topic/s.yaml", "layout: ../layouts/one.yaml\nsteps: []");

        var result = ScenarioRunner.Play(file, new ScenarioOptions());

        Assert.Equal($"{Path.Combine(Path.GetDirectoryName(file)!, "../layouts/one.yaml")}(2,21): error PCI6003: 'needs' must be a text (in quotes where it has braces: \"{{A,B}}\"), found a map", result.Message);
        Assert.Equal("FAILED one: " + layout + "(1,1): error PCI6008: the file is no scenario: it has neither 'steps' nor 'expect'", ScenarioRunner.Play(layout, new ScenarioOptions()).ToString());
    }

    [Fact]
    public void A_new_layout_brings_names_for_the_steps_after_it_only()
    {
        const string Reconfigure = "  - reconfigure: { jobs: { J1: {}, J2: {}, J3: {} }, projects: { P: { gate: [J3] } } }\n";

        Assert.EndsWith("there is no job 'J3'; known are J1, J2", ScenarioFolder.PlaySteps($"steps:\n  - expect: {{ builds-of: {{ A.J3: 0 }} }}\n{Reconfigure}"), StringComparison.Ordinal);
        Assert.Equal("ok s", ScenarioFolder.PlaySteps($"steps:\n{Reconfigure}  - approve: A\n  - expect: {{ running: [A.J3] }}\n"));
    }
}

namespace PluginCi.Simulation;

/// <summary>What a file must not hold, and what is said of it.</summary>
public sealed class BadFileTests
{
    [Theory]
    [InlineData("layuot: {}\nsteps: []", "s.yaml(1,1): error PCI6001: 'layuot' is not a key of a scenario; known are layout, changes, outcomes, steps, expect")]
    [InlineData("steps: []", "s.yaml(1,1): error PCI6006: a scenario needs the key 'layout'")]
    [InlineData("layout: {}", "s.yaml(1,1): error PCI6008: the file is no scenario: it has neither 'steps' nor 'expect'")]
    [InlineData("- a\n- b", "s.yaml(1,1): error PCI6003: the file must be a map, found a list")]
    [InlineData("a: 1\n---\nb: 2", "s.yaml: error PCI6003: the file holds 2 YAML documents; one map is expected")]
    [InlineData("steps: [", "s.yaml(2,1): error PCI6002: the file is not YAML: While parsing a node, did not find expected node content.")]
    [InlineData("steps: []\nsteps: []", "s.yaml(2,1): error PCI6002: the file is not YAML: Duplicate key steps")]
    [InlineData("layout: gone.yaml\nsteps: []", "gone.yaml: error PCI6005: there is no file or folder of that name")]
    [InlineData("layout: .\nsteps: []", ".: error PCI6005: this is a folder, and a file is expected")]
    public void The_file_itself(string text, string message) => Assert.Equal($"FAILED s: {message}", ScenarioFolder.Play(text));

    [Theory]
    [InlineData("pipeline: {}", "(2,3): error PCI6001: 'pipeline' is not a key of a layout; known are pipelines, jobs, semaphores, projects, groups, queues, freezes, reuse-results")]
    [InlineData("pipelines: { gate: { on: [approved] } }", "(2,22): error PCI6006: a pipeline needs the key 'manager'")]
    [InlineData("pipelines: { gate: { manager: depending } }", "(2,33): error PCI6004: 'manager' is 'depending', expected one of independent, dependent, serial, supercedent")]
    [InlineData("pipelines: { gate: { manager: serial, submits: true } }", "(2,41): error PCI6001: 'submits' is not a key of a pipeline; known are manager, on, require, start-report, success, failure, submit, precedence, fail-fast, window, strategy, batch, budget, dequeue-on-new-patchset, max-changes, supercedes, ignore-dependencies")]
    [InlineData("pipelines: { gate: { manager: serial, on: [comment] } }", "(2,46): error PCI6004: an entry of 'on' is 'comment', expected one of patchset, approved, recheck, restored, ref-updated, tag, timer")]
    [InlineData("pipelines: { gate: { manager: serial, require: [verified] } }", "(2,51): error PCI6004: an entry of 'require' is 'verified', expected one of approved")]
    [InlineData("pipelines: { gate: { manager: serial, submit: yes } }", "(2,49): error PCI6003: 'submit' must be true or false, found the text 'yes'")]
    [InlineData("pipelines: { gate: { manager: serial, success: two } }", "(2,50): error PCI6003: 'success' must be a whole number, found the text 'two'")]
    [InlineData("pipelines: { gate: { manager: serial, precedence: urgent } }", "(2,53): error PCI6004: 'precedence' is 'urgent', expected one of high, normal, low")]
    [InlineData("pipelines: { gate: { manager: serial, strategy: serial } }", "(2,51): error PCI6004: 'strategy' is 'serial', expected one of linear, probabilistic, batch")]
    [InlineData("pipelines: { gate: { manager: serial, batch: { max: 0 } } }", "(2,55): error PCI6004: 'max' is '0', expected a number of 1 or more")]
    [InlineData("pipelines: { gate: { manager: serial, batch: { size: 2 } } }", "(2,50): error PCI6001: 'size' is not a key of 'batch'; known are max")]
    [InlineData("pipelines: { gate: { manager: serial, supercedes: [chekc] } }", "(2,54): error PCI6007: there is no pipeline 'chekc'; known are gate")]
    [InlineData("pipelines: { gate: { manager: serial, window: 5 } }", "(2,49): error PCI6003: 'window' must be a map, found the text '5'")]
    [InlineData("pipelines: { gate: { manager: serial, window: { floor: 5, ceiling: 3 } } }", "(2,70): error PCI6004: 'ceiling' is '3', expected a ceiling of 5 or more, which is the floor, or 0 for none")]
    [InlineData("pipelines: { gate: { manager: serial, window: { increase: double } } }", "(2,61): error PCI6004: 'increase' is 'double', expected 'linear N' or 'exponential N' with N of 1 or more")]
    [InlineData("jobs: { J: { need: [K] } }", "(2,16): error PCI6001: 'need' is not a key of a job; known are needs, soft, files, irrelevant-files, branches, attempts, voting, hold-following, semaphore, pause, timeout, repos")]
    [InlineData("jobs: { J: { needs: [K] }, L: {} }", "(2,24): error PCI6007: there is no job 'K'; known are J, L")]
    [InlineData("jobs: { J: { soft: K } }", "(2,22): error PCI6007: there is no job 'K'; known are J")]
    [InlineData("jobs: { J: { timeout: soon } }", "(2,25): error PCI6004: 'timeout' is 'soon', expected a time such as 30s, 10m or 1h30m")]
    [InlineData("jobs: { J: { attempts: 0 } }", "(2,26): error PCI6004: 'attempts' is '0', expected a number of 1 or more")]
    [InlineData("semaphores: { db: 0 }", "(2,21): error PCI6004: 'db' is '0', expected a number of 1 or more")]
    [InlineData("projects: { P: { gaet: [J] } }", "(2,20): error PCI6001: 'gaet' is not a key of a project; known are queue")]
    [InlineData("groups: { G: { gate: [J] } }", "(2,18): error PCI6001: 'gate' is not a key of a group; known are projects")]
    [InlineData("groups: { G: {} }", "(2,16): error PCI6006: a group needs the key 'projects'")]
    [InlineData("queues: { Q: { cycle: true } }", "(2,18): error PCI6001: 'cycle' is not a key of a queue; known are cycles, topics, overtaking")]
    [InlineData("projects: [P]", "(2,13): error PCI6003: 'projects' must be a map, found a list")]
    public void The_layout(string layout, string message) => Assert.Equal($"FAILED s: s.yaml{message}", ScenarioFolder.Play($"layout:\n  {layout}\nsteps: []"));

    [Theory]
    [InlineData("A: {}", "(2,6): error PCI6006: a change needs the key 'project'")]
    [InlineData("A: { project: P, parents: [B] }", "(2,20): error PCI6001: 'parents' is not a key of a change; known are project, branch, parent, depends-on, files, topic, conflicts-with, merged")]
    [InlineData("A: { project: P, depends-on: [Z] }", "(2,33): error PCI6007: there is no change 'Z'; known are A")]
    [InlineData("A: { project: P, parent: A }", "(2,6): error PCI6004: change 'A' is its own git parent, by A; git has no such circle")]
    [InlineData("A: { project: Z }", "(2,17): error PCI6007: there is no project 'Z'; known are P, Q, R")]
    [InlineData("A: { project: [P] }", "(2,17): error PCI6003: 'project' must be a text, found a list")]
    [InlineData("A/1: { project: P }", "(2,3): error PCI6004: a key of 'changes' is 'A/1', expected a name of a change without blanks and without any of / , { } ( ) @")]
    [InlineData("A: { project: P, merged: 1 }", "(2,28): error PCI6003: 'merged' must be true or false, found the text '1'")]
    public void The_changes(string change, string message) =>
        Assert.Equal($"FAILED s: s.yaml{message}", ScenarioFolder.Play($"changes:\n  {change}\n{ScenarioFolder.Layout}steps: []"));
}

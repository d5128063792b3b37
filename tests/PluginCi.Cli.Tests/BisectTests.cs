using System.Collections.Concurrent;
using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Cli;

/// <summary>Bisections over real repositories; what a job would do is read from the files of each state.</summary>
public sealed class BisectTests : IDisposable
{
    private readonly MergedRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(20)]
    public async Task The_merge_that_broke_a_job_is_found_among_twenty_in_six_rounds(int culprit)
    {
        var range = await RangeAsync(merges: 20, culprit);
        var report = await SearchAsync(range, capacity: 1, (text, _) => text.Contains("broken", StringComparison.Ordinal));

        Assert.Equal(new BisectFinding.Found(culprit, culprit), report.Finding);
        Assert.InRange(report.Rounds, 1, 6);
        Assert.Equal($"Merge change {culprit}", range.States[culprit].Text);
    }

    [Fact]
    public async Task Several_states_are_tried_at_once()
    {
        var range = await RangeAsync(merges: 20, culprit: 9);
        var report = await SearchAsync(range, capacity: 4, (text, _) => text.Contains("broken", StringComparison.Ordinal));

        Assert.Equal(new BisectFinding.Found(9, 9), report.Finding);
        Assert.InRange(report.Rounds, 1, 4);
    }

    [Fact]
    public async Task A_state_that_fails_is_tried_again_and_a_pass_then_is_a_flake()
    {
        var range = await RangeAsync(merges: 8, culprit: 6);
        var report = await SearchAsync(
            range, capacity: 1, (text, attempt) => text.Contains("broken", StringComparison.Ordinal) || (text.Contains("change 4", StringComparison.Ordinal) && attempt == 1));

        Assert.Equal(new BisectFinding.Found(6, 6), report.Finding);
        Assert.All(report.Tried.Where(one => one.IsFlaky), one => Assert.Equal((2, ProbeVerdict.Passed), (one.Attempts, one.Last.Verdict)));
        Assert.Contains(report.Tried, one => one.IsFlaky);
        Assert.All(report.Tried.Where(one => one.Last.Verdict == ProbeVerdict.Failed), one => Assert.Equal(2, one.Attempts));
    }

    [Fact]
    public async Task Refs_that_make_no_range_are_told()
    {
        await RangeAsync(merges: 2, culprit: 1);
        var same = await Assert.ThrowsAsync<BisectException>(() => ReadAsync("main", "main~0"));
        Assert.StartsWith("The good and the bad state are the same: main and main~0 are both ", same.Message, StringComparison.Ordinal);
        var unknown = await Assert.ThrowsAsync<BisectException>(() => ReadAsync("v1", "main"));
        Assert.EndsWith("knows no commit 'v1'. Name a commit, branch or tag of that repository.", unknown.Message, StringComparison.Ordinal);
        var turned = await Assert.ThrowsAsync<BisectException>(() => ReadAsync("main", "main~1"));
        Assert.StartsWith("main is not in the history of main~1.", turned.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_states_of_a_queue_come_from_its_recorded_merges()
    {
        var file = _repository.PathTo("pluginci.db");
        await RecordMergesAsync(file, 3);

        var range = await MergeStates.ReadAsync(file, null, null, "git/1", "git/3");

        Assert.Equal(["git/1", "git/2", "git/3"], range.States.Select(state => state.Name));
        Assert.Equal(["core@main", "maps@main"], range.States[^1].Commits.Keys.Select(branch => branch.Value));
        Assert.NotEqual(range.States[0].Commits[new ProjectBranch("core@main")], range.States[^1].Commits[new ProjectBranch("core@main")]);
        var commit = range.States[1].Commits[new ProjectBranch("core@main")];
        Assert.Equal("git/2", (await MergeStates.ReadAsync(file, null, "q", commit, "git/3")).States[0].Name);
        var unknown = await Assert.ThrowsAsync<BisectException>(() => MergeStates.ReadAsync(file, null, null, "git/9", "git/3"));
        Assert.Equal("No recorded merge is of a change 'git/9' or led to such a commit. The newest merges are of git/1, git/2, git/3.", unknown.Message);
        var noQueue = await Assert.ThrowsAsync<InvalidOperationException>(() => MergeStates.ReadAsync(file, null, "r", "git/1", "git/3"));
        Assert.Equal("There is no queue 'r'. Known queues: q.", noQueue.Message);
        await Assert.ThrowsAsync<BisectException>(() => MergeStates.ReadAsync(file, null, null, "git/3", "git/1"));
        await Assert.ThrowsAsync<BisectException>(() => MergeStates.ReadAsync(file, null, null, "git/3", "git/3"));
    }

    private async Task<BisectRange> RangeAsync(int merges, int culprit)
    {
        await _repository.StartAsync();
        foreach (var number in Enumerable.Range(1, merges))
        {
            await _repository.MergeAsync($"change {number}{(number >= culprit ? " broken" : "")}\n", $"Merge change {number}");
        }

        return await ReadAsync($"main~{merges}", "main");
    }

    private Task<BisectRange> ReadAsync(string good, string bad) => GitStates.ReadAsync(_repository.Directory, good, bad, CancellationToken.None);

    private async Task<BisectReport> SearchAsync(BisectRange range, int capacity, Func<string, int, bool> fails)
    {
        var repositories = new BisectRepositories(_repository.PathTo("borrowed"), range.Objects);
        var attempts = new ConcurrentDictionary<string, int>();
        var search = new BisectSearch(
            range.States,
            async (state, token) =>
            {
                var (branch, commit) = state.Commits.Single();
                var folder = _repository.PathTo("builds", $"{commit}-{attempts.AddOrUpdate(commit, 1, (_, before) => before + 1)}");
                await repositories.Of(branch.Project).CheckoutAsync(commit, folder, token);
                var text = await File.ReadAllTextAsync(Path.Combine(folder, "file"), token);
                return new Probe(fails(text, attempts[commit]) ? ProbeVerdict.Failed : ProbeVerdict.Passed, "", []);
            },
            capacity,
            attempts: 2);
        var told = 0;
        var report = await search.RunAsync((_, _) => told++, CancellationToken.None);
        Assert.Equal(report.Tried.Count, told);
        return report;
    }

    private static async Task RecordMergesAsync(string file, int merges)
    {
        await using var database = Database.Open(file);
        var store = new GateStore(database);
        var pipeline = new PipelinePlan { Name = "gate", Manager = PipelineManager.Dependent, On = [Trigger.Approved], RequiresApproval = true, Submits = true };
        ProjectPlan[] projects = [new(new ProjectName("core")), new(new ProjectName("maps"))];
        var state = GateState.Empty(new QueueRules { Name = new QueueName("q"), Projects = projects.ToImmutableSortedDictionary(plan => plan.Name, plan => plan), Pipelines = [pipeline] });
        await store.LoadAsync(state, CancellationToken.None);
        var (applied, keys) = (0L, 0);
        await TakeAsync(new BranchMoved(DateTimeOffset.UnixEpoch, new ProjectBranch("core@main"), new string('0', 40)));
        await TakeAsync(new BranchMoved(DateTimeOffset.UnixEpoch, new ProjectBranch("maps@main"), new string('f', 40)));
        foreach (var number in Enumerable.Range(1, merges))
        {
            var change = new Change { Id = new ChangeId($"git/{number}"), Project = new ProjectName("core"), Branch = "main", Patchset = 1, Commit = "c", IsApproved = true };
            var wish = (await TakeAsync(new ChangeArrived(DateTimeOffset.UnixEpoch, change, Trigger.Approved, []))).OfType<PrepareBuildset>().Single();
            var result = wish.Base.SetItem(change.Target, new string((char)('0' + number), 40));
            await TakeAsync(new BuildsetPrepared(DateTimeOffset.UnixEpoch, wish.Buildset, new ReadyToBuild(result, [])));
            await TakeAsync(new SubmitEnded(DateTimeOffset.UnixEpoch, state.QueueOf("gate").FindLive(change.Id)!.Id, wish.Buildset, new Submitted()));
        }

        async Task<ImmutableArray<GateEffect>> TakeAsync(GateEvent happened)
        {
            await store.PostAsync(state.Rules.Name, $"{keys++}", happened, CancellationToken.None);
            var stored = store.ReadEvents(state.Rules.Name, applied, 1).Single();
            var decision = Gate.Apply(state, stored.Event);
            await store.SaveAsync(state.Rules.Name, applied, [new AppliedEvent(stored, decision)], null, CancellationToken.None);
            (state, applied) = (decision.Next, stored.Number);
            return decision.Effects;
        }
    }
}

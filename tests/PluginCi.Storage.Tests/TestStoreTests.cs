using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Storage;

public sealed class TestStoreTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Tests_are_listed_by_build_and_counted_by_name(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        var store = new TestStore(file.Database);
        Assert.Null(store.Find(new BuildId("b1")));
        await store.RecordAsync(StoreFile.Queue, Build("b1", "one"), Report(("a", TestOutcome.Failed), ("b", TestOutcome.Passed), ("c", TestOutcome.Skipped)), CancellationToken.None);
        await store.RecordAsync(StoreFile.Queue, Build("b2", "two"), Report(("a", TestOutcome.Passed), ("b", TestOutcome.Passed)), CancellationToken.None);

        var first = store.Find(new BuildId("b1"))!;
        Assert.Equal((1, 1, 1, "odd"), (first.Passed, first.Failed, first.Skipped, first.Problem));
        Assert.Equal(new FailedTestRow("a", "a broke", null), Assert.Single(first.FailedTests));
        Assert.Empty(store.Find(new BuildId("b2"))!.FlakyTests);
        Assert.Equal(new TestRow(StoreFile.Queue.Value, "unit", "a", 2, 1, 0, 4), Assert.Single(store.ReadTroubled(9)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_pass_after_a_failure_of_the_same_state_is_a_flake_and_one_of_another_state_is_none(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        var store = new TestStore(file.Database);
        await store.RecordAsync(StoreFile.Queue, Build("b1", "same"), Report(("a", TestOutcome.Failed), ("b", TestOutcome.Failed)), CancellationToken.None);
        Assert.Empty(await store.RecordAsync(StoreFile.Queue, Build("b2", "other"), Report(("a", TestOutcome.Passed)), CancellationToken.None));
        Assert.Empty(await store.RecordAsync(StoreFile.Queue, Build("b3", "same", job: "site"), Report(("a", TestOutcome.Passed)), CancellationToken.None));
        Assert.Equal(["a"], await store.RecordAsync(StoreFile.Queue, Build("b4", "same"), Report(("a", TestOutcome.Passed), ("b", TestOutcome.Failed)), CancellationToken.None));
        Assert.Empty(await store.RecordAsync(StoreFile.Queue, Build("b5", "same"), Report(("a", TestOutcome.Passed)), CancellationToken.None));

        Assert.Equal([("a", 1L), ("b", 0L)], store.ReadTroubled(9).Select(row => (row.Name, row.Flakes)));
        Assert.Equal("b4", store.Find(new BuildId("b1"))!.FailedTests[0].PassedIn);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_build_that_is_run_again_after_a_crash_is_counted_once_and_listed_as_it_ended(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        var store = new TestStore(file.Database);
        await store.RecordAsync(StoreFile.Queue, Build("b1", "same"), Report(("a", TestOutcome.Failed)), CancellationToken.None);
        await store.RecordAsync(StoreFile.Queue, Build("b1", "same"), Report(("b", TestOutcome.Failed)), CancellationToken.None);

        Assert.Equal("b", Assert.Single(store.Find(new BuildId("b1"))!.FailedTests).Name);
        Assert.Equal(("a", 1L), (Assert.Single(store.ReadTroubled(9)).Name, store.ReadTroubled(9)[0].Runs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Coverage_is_kept_by_build_as_it_was_said_last(bool isPostgres)
    {
        await using var file = new StoreFile(isPostgres);
        var store = new TestStore(file.Database);
        var coverage = new CoverageReport(2, 10, 7, 4, 1, [new CoveredFile("a.c", 6, 3, 4, 1), new CoveredFile("b.c", 4, 4, 0, 0)]);
        Assert.Null(store.FindCoverage(new BuildId("b1")));
        await store.RecordAsync(StoreFile.Queue, Build("b1", "one"), Report() with { Coverage = coverage with { Lines = 8 } }, CancellationToken.None);
        await store.RecordAsync(StoreFile.Queue, Build("b1", "one"), Report() with { Coverage = coverage }, CancellationToken.None);
        await store.RecordAsync(StoreFile.Queue, Build("b2", "one"), Report() with { Coverage = coverage }, CancellationToken.None);
        await store.RecordAsync(StoreFile.Queue, Build("b2", "one"), Report(), CancellationToken.None);

        var found = store.FindCoverage(new BuildId("b1"))!;
        Assert.Equal((2, 10, 7, 4, 1, 70.0, 25.0), (found.FileCount, found.Lines, found.CoveredLines, found.Branches, found.CoveredBranches, found.Percent, found.BranchPercent));
        Assert.Equal<CoveredFile>(coverage.Files, found.Files);
        Assert.Null(store.FindCoverage(new BuildId("b2")));
    }

    private static TestReport Report(params (string Name, TestOutcome Outcome)[] tests) =>
        new([.. tests.Select(test => new TestResult(test.Name, test.Outcome, TimeSpan.FromSeconds(2), test.Outcome == TestOutcome.Failed ? $"{test.Name} broke" : ""))], "odd");

    private static StartBuild Build(string id, string inputs, string job = "unit") => new(
        new BuildId(id),
        new BuildsetId("s1"),
        "gate",
        [StoreFile.Change],
        null,
        [],
        new FrozenJob(new JobPlan { Name = job }) { Inputs = inputs },
        1,
        System.Collections.Immutable.ImmutableSortedDictionary<ProjectBranch, string>.Empty,
        0,
        StoreFile.Noon);
}

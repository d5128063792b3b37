using PluginCi.Model;

namespace PluginCi.Plugins.Git.Review;

internal sealed record ChangeRow
{
    public int Number { get; init; }

    public string Project { get; init; } = "";

    public string Branch { get; init; } = "";

    public string Identity { get; init; } = "";

    public ChangeStatus Status { get; init; }

    public int Patchset { get; init; }

    public string CommitId { get; init; } = "";

    public string Subject { get; init; } = "";

    public string Owner { get; init; } = "";

    public string? Topic { get; init; }

    public bool IsApproved { get; init; }

    public string? MergeCommit { get; init; }

    public PatchsetKind Kind { get; init; }

    public bool IsWorkInProgress { get; init; }

    public bool IsPrivate { get; init; }

    public string Hashtags { get; init; } = "";

    public ChangeId Id => new($"{ReviewFolder.Connection}/{Number}");

    /// <summary>Where a patchset is kept, for example <c>refs/changes/12/112/3</c>; the folder spreads the refs evenly.</summary>
    public static string RefOf(int number, int patchset) => $"refs/changes/{number % 100:00}/{number}/{patchset}";
}

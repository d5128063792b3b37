using PluginCi.Model;

namespace PluginCi.Plugins.Git.Review;

internal sealed record CommentRow
{
    public long Id { get; init; }

    public string ReportKey { get; init; } = "";

    public int Number { get; init; }

    public int Patchset { get; init; }

    public string Pipeline { get; init; } = "";

    public ReportKind Kind { get; init; }

    public string Message { get; init; } = "";

    public int Vote { get; init; }

    public string Url { get; init; } = "";
}

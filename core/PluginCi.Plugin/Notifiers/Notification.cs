using PluginCi.Model;

namespace PluginCi.Plugin;

/// <summary>One thing that people want to hear of, with all that a line in a chat or a mail needs.</summary>
/// <remarks>Since contract 1.9. What comes from a change, such as its subject, is anybody's text: it is to be escaped where it is shown.</remarks>
public sealed record Notification
{
    /// <summary>The same when the same notification is told again.</summary>
    public required string Key { get; init; }

    /// <summary>The pipeline that reports.</summary>
    public required string Pipeline { get; init; }

    /// <summary>What it is about.</summary>
    public required ReportKind Kind { get; init; }

    /// <summary>The project.</summary>
    public required ProjectName Project { get; init; }

    /// <summary>The branch that a change is for, or the branch or tag that was tested.</summary>
    public required string Branch { get; init; }

    /// <summary>The change; null when a branch or tag was tested.</summary>
    public ChangeId? Change { get; init; }

    /// <summary>The patchset of the change that was tested; 0 without a change.</summary>
    public int Patchset { get; init; }

    /// <summary>The first line of the change's message; empty without a change, or where its review system has none.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The message in words, as the review system gets it; several lines.</summary>
    public required string Text { get; init; }

    /// <summary>The page on the server that says more.</summary>
    public required Uri Url { get; init; }
}

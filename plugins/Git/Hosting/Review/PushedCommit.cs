using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PluginCi.Plugins.Git.Review;

/// <summary>One commit of a push.</summary>
internal sealed partial record PushedCommit(string Id, ImmutableArray<string> Parents, string Author, string Email, string AuthoredAt, string Message)
{
    /// <summary>How git must print commits so that <see cref="ParseAll"/> can read them. A commit holds no zero byte, so <c>-z</c> ends each.</summary>
    public const string Format = "--format=%H%x01%P%x01%an%x01%ae%x01%at%x01%B";

    public string Subject => Message.Split('\n')[0].Trim();

    /// <summary>The last <c>Change-Id:</c> footer, or null.</summary>
    public string? FooterId => ChangeIdFooter().Matches(Message) is { Count: > 0 } found ? found[^1].Groups[1].Value : null;

    /// <summary>What tells which change the commit is a patchset of, within one branch of one project: its <c>Change-Id</c>, else what an amended or
    /// rebased commit keeps: author, author date and subject.</summary>
    public string Identity => FooterId ?? $"{Author} <{Email}> {AuthoredAt} {Subject}";

    /// <summary>What its <c>Depends-On:</c> footers name, in their order.</summary>
    public ImmutableArray<string> DependsOn => [.. DependsOnFooter().Matches(Message).Select(m => m.Groups[1].Value)];

    public static ImmutableArray<PushedCommit> ParseAll(string printed) =>
        [.. printed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    private static PushedCommit Parse(string printed)
    {
        var parts = printed.Split('\u0001', 6);
        return new PushedCommit(
            parts[0], [.. parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)], parts[2], parts[3], parts[4], parts[5].Trim('\n'));
    }

    [GeneratedRegex(@"^Change-Id:[ \t]*(I[0-9a-fA-F]{8,40})[ \t\r]*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ChangeIdFooter();

    [GeneratedRegex(@"^Depends-On:[ \t]*(\S+)[ \t\r]*$", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DependsOnFooter();
}

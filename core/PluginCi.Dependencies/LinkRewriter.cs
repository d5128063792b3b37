using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>Lets the links of a document that lead to a registry's addresses lead here. Everything else of it, as checksums, stays to the letter.</summary>
internal sealed partial class LinkRewriter(RegistryFormat format, RegistryPlan registry)
{
    private readonly ImmutableArray<(string From, string To)> _links =
    [
        .. new[] { format.Index(registry), format.Files(registry) }.OfType<RegistryArea>().Select(area => (area.Base.AbsoluteUri, area.OwnAddress))
            .Concat(format.MoreLinks.Select(link => (link.Address, $"{RegistryFormat.OwnAddress}{registry.Name}/{link.Path}")))
            .OrderByDescending(link => link.Item1.Length),
    ];

    /// <summary>Rewrites a document.</summary>
    /// <param name="text">The document.</param>
    /// <param name="form">Where its links are.</param>
    /// <param name="at">Its address upstream.</param>
    public string Rewrite(string text, LinkForm form, Uri at) => form switch
    {
        LinkForm.None => text,
        LinkForm.Html => Reference().Replace(text, match => $"{match.Groups["before"].Value}\"{WebUtility.HtmlEncode(Follow(WebUtility.HtmlDecode(match.Groups["link"].Value), at))}\""),
        LinkForm.Json => _links.Aggregate(text, (all, link) => Replace(Replace(all, link.From, link.To), Escape(link.From), Escape(link.To))),
    };

    // A string begins with the link, so that a link within a link is left alone.
    private static string Replace(string text, string from, string to) => text.Replace($"\"{from}", $"\"{to}", StringComparison.Ordinal);

    private static string Escape(string link) => link.Replace("/", @"\/", StringComparison.Ordinal);

    private string Follow(string link, Uri at)
    {
        if (!Uri.TryCreate(at, link, out var absolute))
        {
            return link;
        }

        var text = absolute.AbsoluteUri;
        return _links.FirstOrDefault(known => text.StartsWith(known.From, StringComparison.Ordinal)) is { From: not null } found ? found.To + text[found.From.Length..] : text;
    }

    [GeneratedRegex("(?<before>[ \\t\\r\\n]href[ \\t]*=[ \\t]*)(?:\"(?<link>[^\"]*)\"|'(?<link>[^']*)')", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}

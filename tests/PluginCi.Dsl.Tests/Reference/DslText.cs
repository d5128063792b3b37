using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PluginCi.Dsl.Reference;

/// <summary>Documentation comments as Markdown.</summary>
internal static partial class DslText
{
    public static string Of(XElement? element) => element is null ? "" : Spaces().Replace(string.Concat(element.Nodes().Select(Of)), " ").Trim();

    /// <summary>The first sentence, with nothing after it.</summary>
    public static string FirstSentence(string text) => Sentence().Match(text) is { Success: true } found ? found.Groups[1].Value : text;

    /// <summary>What counts where nothing is said, or an empty text.</summary>
    public static string Default(string text) => DefaultSentence().Match(text) is { Success: true } found ? found.Groups[1].Value : "";

    private static string Of(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" or "paramref" } link => $"`{(link.Attribute("cref") ?? link.Attribute("name") ?? link.Attribute("langword"))!.Value.Split('(')[0].Split('.')[^1]}`",
        XElement other => Of(other),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(.+?)[.](\s|$)")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"(?:^|\s)Default:? (.+?)[.](\s|$)")]
    private static partial Regex DefaultSentence();
}

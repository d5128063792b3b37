using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>Paths of jobs whose checkout lies in a folder <c>src</c> of the workspace, or at <c>/src</c> of a container; here it is the workspace.</summary>
internal static partial class Workspace
{
    /// <summary>A text of commands with the paths of the checkout as they are here.</summary>
    public static string Put(string text) => Folder().Replace(text, match => match.Groups["before"].Value + (match.Groups["more"].Value.Length > 0 ? "" : "."));

    /// <summary>The path of a file or folder as it is here; empty for the checkout itself.</summary>
    public static string Relative(string path) => Begin().Replace(path, "");

    [GeneratedRegex(@"(?<before>^|[\s""'=:;(])(?:""?\$\{?WORKSPACE\}?""?/)?/?src(?:(?<more>/)(?=[\w.*$-])|/?(?=[\s""';)]|$))", RegexOptions.Multiline)]
    private static partial Regex Folder();

    [GeneratedRegex(@"^(\$WORKSPACE/|\./)?/?(src(/|$))?")]
    private static partial Regex Begin();
}

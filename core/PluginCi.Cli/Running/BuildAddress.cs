using System.Text.RegularExpressions;

namespace PluginCi.Cli;

/// <summary>Where a build is.</summary>
/// <param name="Server">The server's address.</param>
/// <param name="Path">The build's path in its API, without a slash before it.</param>
internal sealed partial record BuildAddress(string Server, string Path)
{
    /// <summary>Takes an address apart: of a build's page, of its log, or of the same in the API.</summary>
    /// <returns>Null when it is none of these.</returns>
    public static BuildAddress? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && Form().Match(uri.AbsolutePath) is { Success: true } found
            ? new BuildAddress($"{uri.GetLeftPart(UriPartial.Authority)}{found.Groups["before"].Value}", $"api/builds/{Uri.EscapeDataString(Uri.UnescapeDataString(found.Groups["id"].Value))}")
            : null;

    [GeneratedRegex(@"^(?<before>.*?)(/api)?/builds/(?<id>.+?)/?(/log|/frozen)?$")]
    private static partial Regex Form();
}

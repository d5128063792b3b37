using System.Text;

namespace PluginCi.Dependencies;

/// <summary>The one way to write what a build asks for.</summary>
internal static class RequestPath
{
    private const int Longest = 2000;

    // Of the letters with a meaning in addresses, those that names of packages and files have.
    private const string Plain = "-._~!@:,=()";

    /// <summary>Reads a path.</summary>
    /// <param name="path">As a build wrote it.</param>
    /// <returns>It without escapes; null when it has a query, goes up, or could be read in two ways.</returns>
    public static string? Read(string path)
    {
        if (path.Length > Longest || !path.StartsWith('/') || path.Contains('?', StringComparison.Ordinal) || path.Contains('#', StringComparison.Ordinal))
        {
            return null;
        }

        var text = Uri.UnescapeDataString(path[1..]);
        var parts = text.Split('/');
        return text.All(letter => letter is > ' ' and <= '~' and not ('%' or '\\' or '?' or '#' or '"' or '<' or '>'))
            && parts[..^1].All(part => part.Length > 0) && !parts.Any(part => part is "." or "..") ? text : null;
    }

    /// <summary>Writes one for upstream.</summary>
    public static string Write(string text)
    {
        var written = new StringBuilder();
        foreach (var letter in text)
        {
            _ = char.IsAsciiLetterOrDigit(letter) || letter == '/' || Plain.Contains(letter, StringComparison.Ordinal) ? written.Append(letter) : written.Append(Uri.HexEscape(letter));
        }

        return written.ToString();
    }
}

using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace PluginCi.Model;

/// <summary>Patterns of paths and names: <c>*</c> matches within a folder, <c>**</c> across folders, <c>?</c> one character; a leading <c>!</c> inverts.</summary>
/// <remarks>The library for file globbing knows <c>**</c> only as a whole folder name; patterns such as <c>**-requires</c> are common in gates.</remarks>
public static class Glob
{
    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    /// <summary>Whether a path fits a pattern.</summary>
    /// <param name="pattern">The pattern, for example <c>src/**/*.cs</c> or <c>!docs/**</c>.</param>
    /// <param name="path">The path or name; case matters.</param>
    /// <returns>True when it fits.</returns>
    public static bool IsMatch(string pattern, string path)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(path);
        return pattern.StartsWith('!')
            ? !Compile(pattern[1..]).IsMatch(path)
            : Compile(pattern).IsMatch(path);
    }

    private static Regex Compile(string pattern) => Known.GetOrAdd(pattern, static text => new Regex(Translate(text), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var index = 0; index < pattern.Length; index++)
        {
            switch (pattern[index])
            {
                case '*' when pattern.AsSpan(index).StartsWith("**/"):
                    regex.Append("(.*/)?");
                    index += 2;
                    break;
                case '*' when pattern.AsSpan(index).StartsWith("**"):
                    regex.Append(".*");
                    index++;
                    break;
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                default:
                    regex.Append(Regex.Escape(pattern[index].ToString()));
                    break;
            }
        }

        return regex.Append('$').ToString();
    }
}

using System.Text.RegularExpressions;

namespace PluginCi.Declarative;

/// <summary>What Blubber asks of single values. Each rule is null for a good value, and else the end of the message "'x' is 'y', ".</summary>
internal static partial class BlubberRules
{
    public static string? VariantName(string name) =>
        VariantForm().IsMatch(name) ? null : "is not a variant's; expected are three or more letters, digits, '-' and '.', from a letter to a letter or digit";

    public static string? VariableName(string name) =>
        VariableForm().IsMatch(name) ? null : "is not a variable's; expected are two or more letters, digits and '_', and no digit first";

    public static string? Release(string name) => name.Any(char.IsAsciiLetter) ? null : "is not a Debian release's";

    public static string? Package(string value) =>
        PackageForm().IsMatch(value) ? null : "expected a Debian package as name, name=version or name/release";

    public static string? Component(string value) => ComponentForm().IsMatch(value) ? null : "expected a component of a package archive, for example main";

    public static string? Url(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? null : "expected an address that begins with http:// or https://";

    public static string? Folder(string value) => value.StartsWith('/') && GoPath.Clean(value) != "/" ? null : "expected a folder that begins with / and is not / itself";

    public static string? User(string value) => value == "root" ? "and root is not allowed; leave it out for the usual user"
        : IsHostName(value) ? null
        : "expected a user name: two or more letters, digits, '-' and '.', from a letter to a letter or digit";

    public static string? NodeEnvironment(string value) => value.Length > 0 && value.All(char.IsAsciiLetterOrDigit) ? null : "expected letters and digits only, for example production";

    public static string? PythonVersions(string value) => value.Length == 0 || VersionsForm().IsMatch(value) ? null : "expected versions such as ==1.8.2 or >=1.0,<2.0";

    public static string? Id(string value) => value.StartsWith('-') ? "expected a number of 0 or more" : null;

    public static string? CacheAccess(string value) => value is "shared" or "locked" or "private" ? null : "expected shared, locked or private";

    public static bool IsImage(string value) => ImageForm().IsMatch(value);

    /// <summary>True for a path that stays inside of the repository.</summary>
    public static bool IsInside(string path) => !path.StartsWith('/') && !GoPath.Clean(path).StartsWith("..", StringComparison.Ordinal);

    private static bool IsHostName(string value) =>
        value.Length >= 2 && char.IsAsciiLetter(value[0]) && value[1] != '.' && char.IsAsciiLetterOrDigit(value[^1])
        && !value.Contains("..", StringComparison.Ordinal)
        && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.');

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9\-\.]+[a-zA-Z0-9]\z")]
    private static partial Regex VariantForm();

    [GeneratedRegex(@"^[a-zA-Z_][a-zA-Z0-9_]+\z")]
    private static partial Regex VariableForm();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9+.\-]+(=([0-9]+:)?[0-9]+[a-zA-Z0-9.+\-~]*|/[a-zA-Z]([a-zA-Z0-9\-]*[a-zA-Z0-9]+)?)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PackageForm();

    [GeneratedRegex(@"[a-z0-9][a-z0-9+./\-]+")]
    private static partial Regex ComponentForm();

    [GeneratedRegex(@"^(<|<=|!=|==|>=|>|~=)[a-zA-Z0-9\-_.*+!]+(,(<|<=|!=|==|>=|>|~=)[a-zA-Z0-9\-_.*+!]+)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionsForm();

    // A host with a port perhaps, parts of a path, a tag and a digest.
    [GeneratedRegex(
        @"^([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*(:[0-9]+)?/)?"
        + @"[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*)*"
        + @"(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex ImageForm();
}

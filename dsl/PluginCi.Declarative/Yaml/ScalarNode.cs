using System.Globalization;
using System.Text.RegularExpressions;

namespace PluginCi.Declarative;

/// <summary>A single value.</summary>
internal sealed partial class ScalarNode(Place at, string value, ScalarKind type) : Node(at)
{
    /// <summary>As it is written, without quotes.</summary>
    public string Value { get; } = value;

    public ScalarKind Type { get; } = type;

    public override long Size => 1;

    public override string Kind => Type switch
    {
        ScalarKind.Text => $"the text '{Short()}'",
        ScalarKind.Flag => $"{Value} (a yes or no, as it has no quotes)",
        ScalarKind.Nothing => "nothing",
        _ => $"the number {Value}",
    };

    /// <summary>The value of a yes or no.</summary>
    public bool IsOn => Value.ToUpperInvariant() is "TRUE" or "YES" or "ON";

    /// <summary>The value of a whole number; 0 for one that no machine word holds.</summary>
    public long Whole => long.TryParse(Value.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>What a value without quotes is.</summary>
    public static ScalarKind Resolve(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Nothing,
        _ when FlagForm().IsMatch(plain) => ScalarKind.Flag,
        _ when WholeForm().IsMatch(plain) => ScalarKind.Number,
        _ when FractionForm().IsMatch(plain) => ScalarKind.Fraction,
        _ => ScalarKind.Text,
    };

    private string Short() => Value.Length <= 60 ? Value : Value[..60] + "…";

    [GeneratedRegex("^(yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$")]
    private static partial Regex FlagForm();

    [GeneratedRegex("^[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]*|[1-9][0-9_]*)$")]
    private static partial Regex WholeForm();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$|^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$")]
    private static partial Regex FractionForm();
}

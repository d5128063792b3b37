using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>What files call changes, and what the gate calls them: the ids are in the order of the file, the names need not be.</summary>
internal sealed class ChangeNames
{
    private const int LeastDigits = 3;

    private readonly Dictionary<string, ChangeId> _ids;
    private readonly Regex? _inText;

    public ChangeNames(ImmutableArray<string> names)
    {
        var format = $"D{Math.Max(LeastDigits, $"{names.Length}".Length)}";
        _ids = names.Select((name, index) => (name, Id: new ChangeId($"{(index + 1).ToString(format, CultureInfo.InvariantCulture)}/{name}"))).ToDictionary(one => one.name, one => one.Id);
        _inText = names.IsEmpty ? null : new Regex($@"(?<!\w)({string.Join('|', _ids.Values.Select(id => Regex.Escape(id.Value)))})", RegexOptions.CultureInvariant);
    }

    public static string NameOf(ChangeId change) => change.Number;

    public ChangeId IdOf(string name) => _ids[name];

    /// <summary>A text of the gate with the names that files use.</summary>
    public string Plain(string text) => _inText is null ? text : _inText.Replace(text, found => new ChangeId(found.Value).Number);
}

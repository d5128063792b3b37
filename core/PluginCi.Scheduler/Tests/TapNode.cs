using System.Globalization;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Tests of a TAP report that stand together.</summary>
internal abstract class TapNode
{
    public List<TapNode> Points { get; } = [];

    /// <summary>The tests by their full names. Of several with one name each but the first has its number behind it.</summary>
    /// <param name="before">What the names begin with.</param>
    public virtual IEnumerable<TestResult> Name(string before)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var test in Points.SelectMany(point => point.Name(before)))
        {
            var times = seen[test.Name] = seen.GetValueOrDefault(test.Name) + 1;
            yield return times == 1 ? test : test with { Name = string.Create(CultureInfo.InvariantCulture, $"{test.Name} ({times})") };
        }
    }

    protected static string Join(string before, string name) =>
        $"{before} > {name}" is var whole && whole.Length > ReportText.LongestName ? whole[..ReportText.LongestName] : whole;
}

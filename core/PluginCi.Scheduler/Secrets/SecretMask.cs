using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Takes the values of secrets out of what a build tells: see docs/adr/0030.</summary>
public sealed class SecretMask
{
    private const string Stars = "***";

    private readonly ImmutableArray<string> _forms;
    private readonly SearchValues<string> _search;

    /// <summary>Makes the mask of some values.</summary>
    /// <param name="values">The values; none for a mask that changes nothing.</param>
    public SecretMask(IEnumerable<string> values)
    {
        _forms = [.. values.SelectMany(SecretForms.Of).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)];
        _search = SearchValues.Create([.. _forms], StringComparison.Ordinal);
        Longest = _forms.IsEmpty ? 0 : _forms[0].Length;
    }

    /// <summary>One that changes nothing.</summary>
    public static SecretMask None { get; } = new([]);

    /// <summary>True when it changes nothing.</summary>
    public bool IsEmpty => _forms.IsEmpty;

    /// <summary>The most characters that it looks for at once.</summary>
    public int Longest { get; }

    /// <summary>Masks a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text with <c>***</c> in place of what is secret.</returns>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsEmpty || FindNext(text, 0) is not { } found)
        {
            return text;
        }

        var masked = new StringBuilder();
        var end = 0;
        for ((int Start, int Length)? next = found; next is { } part; next = FindNext(text, end))
        {
            masked.Append(text, end, part.Start - end).Append(Stars);
            end = part.Start + part.Length;
        }

        return masked.Append(text, end, text.Length - end).ToString();
    }

    /// <summary>Masks a name of a host, which is told in small letters however it was written.</summary>
    /// <param name="host">The name.</param>
    /// <returns>The name with <c>***</c> in place of what is secret.</returns>
    public string ApplyToHost(string host) => _forms.Aggregate(host, (masked, form) => masked.Replace(form, Stars, StringComparison.OrdinalIgnoreCase));

    /// <summary>Masks the texts of an object of JSON, however they are escaped in it.</summary>
    /// <param name="json">The object, or null.</param>
    /// <returns>It, with its texts and names masked.</returns>
    public string? ApplyToJson(string? json) => IsEmpty || json is null ? json : Apply(JsonNode.Parse(json))!.ToJsonString();

    /// <summary>Finds a file that is handed on under a name with something secret in it: names are shown everywhere, and a changed one would be another file's.</summary>
    /// <param name="handover">What a build hands on.</param>
    /// <returns>Why the build fails, or null.</returns>
    public string? FindIn(Handover handover)
    {
        ArgumentNullException.ThrowIfNull(handover);
        return handover.Artifacts.SelectMany(artifact => artifact.Files).Select(file => (file.Path, Masked: Apply(file.Path))).FirstOrDefault(file => file.Masked != file.Path) is { Masked: { } path }
            ? $"The file {path} has a secret in its name; hand it on by another one."
            : null;
    }

    /// <summary>Masks a report as it is written, before what is too long in it is cut, maybe within something secret.</summary>
    /// <param name="file">The report.</param>
    /// <returns>It, without what can be read as UTF-8 and is secret. What is written in another way is found by <see cref="Apply(TestReport)"/>.</returns>
    public ReportFile Apply(ReportFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return !IsEmpty && Encoding.UTF8.GetString(file.Content.Span) is var text && Apply(text) is var masked && masked != text
            ? file with { Content = Encoding.UTF8.GetBytes(masked) }
            : file;
    }

    /// <summary>Masks what the reports of a build say.</summary>
    /// <param name="report">What they say.</param>
    /// <returns>It, with names, messages and paths masked.</returns>
    public TestReport Apply(TestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return IsEmpty ? report : new TestReport(
            [.. report.Results.Select(test => test with { Name = Apply(test.Name), Message = Apply(test.Message) }).DistinctBy(test => test.Name)],
            Apply(report.Problem))
        {
            Coverage = report.Coverage is { } coverage ? coverage with { Files = [.. coverage.Files.Select(file => file with { Path = Apply(file.Path) }).DistinctBy(file => file.Path)] } : null,
        };
    }

    /// <summary>Where a text may be cut when more of it is to come: nothing secret begins before that and ends after it.</summary>
    internal int FindCut(string text)
    {
        var cut = Math.Max(0, text.Length - (Longest - 1));
        for (var part = FindNext(text, 0); part is { } found && found.Start < cut; part = FindNext(text, found.Start + found.Length))
        {
            cut = found.Start + found.Length > cut ? found.Start : cut;
        }

        return cut;
    }

    private (int Start, int Length)? FindNext(string text, int from)
    {
        var index = text.AsSpan(from).IndexOfAny(_search);
        return index < 0 ? null : (from + index, _forms.First(form => string.CompareOrdinal(text, from + index, form, 0, form.Length) == 0).Length);
    }

    private JsonNode? Apply(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(Apply(entry.Key), Apply(entry.Value))).DistinctBy(entry => entry.Key)),
        JsonArray list => new JsonArray([.. list.Select(Apply)]),
        JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(Apply(text)),
        null => null,

        // A secret of digits is one as a number too.
        _ => Apply(node.ToJsonString()) is var text && text != node.ToJsonString() ? JsonValue.Create(text) : node.DeepClone(),
    };
}

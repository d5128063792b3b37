using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>What Blubber makes of files of real projects, recorded, and what we make of them.</summary>
public sealed class BlubberSampleTests
{
    [SampleFact]
    public void Every_file_has_the_recorded_verdict()
    {
        var wrong = Samples.Rows("SCHEMA_RESULTS.tsv")
            .Where(row => row[1] == "blubber")
            .Select(row => (File: Read(row[0]), Name: row[0], IsValid: row[2] == "valid"))
            .Where(sample => sample.File.IsGood != sample.IsValid)
            .Select(sample => string.Join('\n', sample.File.Diagnostics.Select(found => found.ToString()).Prepend($"{sample.Name} should be {(sample.IsValid ? "good" : "bad")}")));
        Samples.AssertNothing(wrong);
    }

    [SampleFact]
    public void Every_Dockerfile_is_the_recorded_one()
    {
        var wrong = Samples.Rows("dockerfiles/INDEX.tsv")
            .Where(row => !row[2].StartsWith("ERROR", StringComparison.Ordinal))
            .Select(row => (Name: row[2], Found: Read(row[0]) is { Obstacles: [] } file ? file.ToDockerfile(row[1]) : "the file has errors", Recorded: File.ReadAllText(Samples.PathTo($"dockerfiles/{row[2]}"))))
            .Where(sample => sample.Found != sample.Recorded)
            .Select(sample => $"{sample.Name}\n{FirstDifference(sample.Found, sample.Recorded)}");
        Samples.AssertNothing(wrong);
    }

    [SampleFact]
    public void What_the_recorded_compiler_refused_for_an_old_key_is_warned_of()
    {
        var old = Samples.Rows("dockerfiles/INDEX.tsv").Where(row => row[2].EndsWith("\"use-system-flag\"", StringComparison.Ordinal)).Select(row => row[0]).Distinct().ToList();
        Assert.NotEmpty(old);
        Assert.All(old, file => Assert.Contains(Read(file).Diagnostics, found => found is { Id: "PCI5010", Severity: DiagnosticSeverity.Warning }));
    }

    private static BlubberFile Read(string file) => BlubberFile.Read(file, File.ReadAllText(Samples.PathTo(file)));

    private static string FirstDifference(string found, string recorded)
    {
        var (ours, theirs) = (found.Split('\n'), recorded.Split('\n'));
        var at = ours.Zip(theirs).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {at + 1}\n  found    {ours.ElementAtOrDefault(at)}\n  recorded {theirs.ElementAtOrDefault(at)}";
    }
}

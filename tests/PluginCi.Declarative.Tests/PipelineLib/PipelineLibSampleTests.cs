namespace PluginCi.Declarative;

/// <summary>What PipelineLib makes of files of real projects, recorded, and what we make of them.</summary>
public sealed class PipelineLibSampleTests
{
    [SampleFact]
    public void Every_file_has_the_recorded_verdict()
    {
        var wrong = Samples.Rows("SCHEMA_RESULTS.tsv")
            .Where(row => row[1] == "pipelinelib")
            .Select(row => (File: Read(row[0]), Name: row[0], IsValid: row[2] == "valid"))
            .Where(sample => sample.File.IsGood != sample.IsValid)
            .Select(sample => string.Join('\n', sample.File.Diagnostics.Select(found => found.ToString()).Prepend($"{sample.Name} should be {(sample.IsValid ? "good" : "bad")}")));
        Samples.AssertNothing(wrong);
    }

    [SampleFact]
    public void Every_pipeline_has_the_recorded_frames()
    {
        var recorded = Samples.Rows("EXECUTION_FRAMES.tsv").GroupBy(row => row[0]).ToList();

        Assert.Equal(123, recorded.Sum(file => file.Count()));
        Samples.AssertNothing(recorded
            .Select(file => (Found: string.Join('\n', Read(file.Key).Outlines.Select(one => $"{one.Name}\t{one.Line}")), Recorded: string.Join('\n', file.Select(row => $"{row[1]}\t{row[2]}"))))
            .Where(file => file.Found != file.Recorded)
            .Select(file => $"{file.Found}\nbut recorded is\n{file.Recorded}"));
    }

    [SampleFact]
    public void The_form_of_every_file_is_recognised()
    {
        var wrong = Samples.Rows("SCHEMA_RESULTS.tsv")
            .Where(row => DeclarativeFile.Check(row[0], File.ReadAllText(Samples.PathTo(row[0]))).Kind != (row[1] == "blubber" ? DeclarativeKind.Blubber : DeclarativeKind.PipelineLib))
            .Select(row => row[0]);
        Samples.AssertNothing(wrong);
    }

    private static PipelineLibFile Read(string file) => PipelineLibFile.Read(file, File.ReadAllText(Samples.PathTo(file)));
}

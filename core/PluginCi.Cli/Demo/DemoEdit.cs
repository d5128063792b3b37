namespace PluginCi.Cli;

/// <summary>One file that a change of the demo edits.</summary>
/// <param name="Path">The file.</param>
/// <param name="Old">What is replaced, or null to write the whole file.</param>
/// <param name="New">The new text.</param>
internal sealed record DemoEdit(string Path, string? Old, string New)
{
    public string ApplyTo(string? before)
    {
        if (Old is null)
        {
            return New;
        }

        return before is not null && before.Contains(Old, StringComparison.Ordinal)
            ? before.Replace(Old, New, StringComparison.Ordinal)
            : throw new InvalidOperationException($"{Path} of the demo does not contain '{Old}'.");
    }
}

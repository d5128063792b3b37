namespace PluginCi.Plugins.Ssh;

/// <summary>The last line that a program writes before its end.</summary>
internal sealed class LastLine
{
    public LastLine(StreamReader reader) => Text = ReadAsync(reader);

    /// <summary>It, once the program has ended; empty when it wrote none.</summary>
    public Task<string> Text { get; }

    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var last = "";
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            last = line.Trim().Length > 0 ? line.Trim() : last;
        }

        return last;
    }
}

using System.Text;

namespace PluginCi.Plugins.Ssh;

/// <summary>The last line that a program writes before its end, bounded: a machine may send anything.</summary>
internal sealed class LastLine
{
    private const int Longest = 500;

    public LastLine(StreamReader reader) => Text = ReadAsync(reader);

    /// <summary>It, once the program has ended; empty when it wrote none.</summary>
    public Task<string> Text { get; }

    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var (last, line, piece) = ("", new StringBuilder(), new char[1024]);
        while (await reader.ReadAsync(piece, CancellationToken.None) is > 0 and var count)
        {
            for (var index = 0; index < count; index++)
            {
                if (piece[index] == '\n')
                {
                    last = line.ToString().Trim() is { Length: > 0 } text ? text : last;
                    line.Clear();
                }
                else if (line.Length < Longest)
                {
                    line.Append(piece[index]);
                }
            }
        }

        return line.ToString().Trim() is { Length: > 0 } rest ? rest : last;
    }
}

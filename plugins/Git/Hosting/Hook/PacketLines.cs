using System.Globalization;
using System.Text;

namespace PluginCi.Plugins.Git.Hook;

/// <summary>Git's pkt-line framing: four hexadecimal digits of length, the length included, then the content; <c>0000</c> ends a section.</summary>
/// <remarks>Source: gitprotocol-common(5).</remarks>
internal sealed class PacketLines(Stream input, Stream output)
{
    /// <summary>Reads to the end of a section.</summary>
    /// <returns>The lines, without line ends.</returns>
    /// <exception cref="InvalidDataException">What arrived is not of this form.</exception>
    public async Task<IReadOnlyList<string>> ReadSectionAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var header = new byte[4];
        while (true)
        {
            await input.ReadExactlyAsync(header, cancellationToken);
            if (!int.TryParse(Encoding.ASCII.GetString(header), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length)
                || length is > 0 and < 4)
            {
                throw new InvalidDataException($"'{Encoding.ASCII.GetString(header)}' is not the length of a packet line.");
            }

            if (length == 0)
            {
                return lines;
            }

            var content = new byte[length - 4];
            await input.ReadExactlyAsync(content, cancellationToken);
            lines.Add(Encoding.UTF8.GetString(content).TrimEnd('\n'));
        }
    }

    public async Task WriteSectionAsync(IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        foreach (var line in lines)
        {
            var content = Encoding.UTF8.GetBytes(line);
            await output.WriteAsync(Encoding.ASCII.GetBytes((content.Length + 4).ToString("x4", CultureInfo.InvariantCulture)), cancellationToken);
            await output.WriteAsync(content, cancellationToken);
        }

        await output.WriteAsync("0000"u8.ToArray(), cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}

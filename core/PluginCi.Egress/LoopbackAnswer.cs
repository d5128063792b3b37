using System.Globalization;
using System.Text;

namespace PluginCi.Egress;

/// <summary>One answer of a site.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The type of the body.</param>
/// <param name="Body">The body; disposed with the answer.</param>
/// <param name="Length">Its bytes.</param>
public sealed record LoopbackAnswer(int Status, string ContentType, Stream Body, long Length) : IDisposable
{
    /// <summary>Further headers whose values come from elsewhere. One that is not of plain ASCII letters is left out.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>An answer in words.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="text">What to say.</param>
    /// <param name="contentType">The type of the text.</param>
    /// <returns>The answer.</returns>
    public static LoopbackAnswer Of(int status, string text, string contentType = "text/plain; charset=utf-8")
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new LoopbackAnswer(status, contentType, new MemoryStream(bytes), bytes.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => Body.Dispose();

    internal byte[] Head()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} PluginCI\r\nContent-Length: {Length}\r\n"));
        foreach (var (name, value) in Headers.Prepend(("Content-Type", ContentType)).Where(header => header.Item2.All(letter => letter is >= ' ' and <= '~')))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return Encoding.ASCII.GetBytes(text.Append("Connection: close\r\n\r\n").ToString());
    }
}

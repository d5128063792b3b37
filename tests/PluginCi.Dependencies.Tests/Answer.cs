using System.Globalization;
using System.Text;

namespace PluginCi.Dependencies;

/// <summary>What a build heard.</summary>
internal sealed record Answer(int Status, string Head, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public static Answer Read(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        var head = Encoding.ASCII.GetString(bytes, 0, end);
        var body = bytes[(end + 4)..];
        var length = head.Split("\r\n").First(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal))[16..];
        Assert.True(body.Length == int.Parse(length, CultureInfo.InvariantCulture) || body.Length == 0, "The answer is cut.");
        return new Answer(int.Parse(head.Split(' ')[1], CultureInfo.InvariantCulture), head, body);
    }
}

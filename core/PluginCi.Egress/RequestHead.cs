using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Egress;

/// <summary>The head of one request to the proxy, read so strictly that no server can read it otherwise.</summary>
/// <param name="IsTunnel">True for <c>CONNECT</c>.</param>
/// <param name="Host">The host, in the form of <see cref="HostPattern"/>.</param>
/// <param name="Port">The port.</param>
/// <param name="Body">How many bytes follow it: 0 or more, <see cref="Chunked"/>.</param>
/// <param name="ToServer">What the server gets in its place: the same request, for itself alone, and the last on its connection. Empty for a tunnel.</param>
internal sealed partial record RequestHead(bool IsTunnel, string Host, int Port, long Body, ImmutableArray<byte> ToServer)
{
    /// <summary>Of <see cref="Body"/>: chunks that tell themselves when they end.</summary>
    public const long Chunked = -1;

    // They speak of this connection and not of the next; Host is made anew.
    private static readonly ImmutableHashSet<string> Dropped = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase, "host", "connection", "keep-alive", "proxy-connection", "proxy-authorization", "proxy-authenticate", "te", "trailer", "upgrade", "http2-settings");

    /// <summary>The method, in capital letters.</summary>
    public string Method { get; init; } = "CONNECT";

    /// <summary>What is asked for, from its first <c>/</c> on. Empty for a tunnel.</summary>
    public string Path { get; init; } = "";

    /// <summary>True when it is for the proxy itself and for no host.</summary>
    public bool IsOwn => Host.Length == 0;

    /// <summary>Reads a head.</summary>
    /// <param name="bytes">All up to the empty line, and with it.</param>
    /// <param name="hasSite">Whether the proxy itself may be asked for something.</param>
    /// <exception cref="RefusalException">It cannot be passed on.</exception>
    public static RequestHead Parse(ReadOnlySpan<byte> bytes, bool hasSite = false)
    {
        if (HasOddLetters(bytes))
        {
            throw Bad("it has letters that no request may have");
        }

        var lines = Encoding.ASCII.GetString(bytes).Split("\r\n");
        if (RequestLine().Match(lines[0]) is not { Success: true } first)
        {
            throw Bad("its first line is not of the form METHOD TARGET HTTP/1.1");
        }

        var headers = lines[1..^2].Select(ReadHeader).ToArray();
        var (method, target) = (first.Groups["method"].Value, first.Groups["target"].Value);
        return method == "CONNECT" ? Tunnel(target, headers)
            : hasSite && target.StartsWith('/') ? new RequestHead(false, "", 0, BodyOf(headers, first.Groups["version"].Value), []) { Method = method, Path = target }
            : Plain(first, target, headers);
    }

    private static RequestHead Tunnel(string target, (string Name, string Value)[] headers)
    {
        if (Find(headers, "content-length").Length + Find(headers, "transfer-encoding").Length > 0)
        {
            throw Bad("CONNECT has no body");
        }

        return Target().Match(target) is { Success: true } match && match.Groups["port"].Success
            ? Of(match, 0) with { IsTunnel = true }
            : throw Bad("CONNECT wants HOST:PORT");
    }

    private static RequestHead Plain(Match first, string target, (string Name, string Value)[] headers)
    {
        if (PlainTarget().Match(target) is not { Success: true } match || Target().Match(match.Groups["authority"].Value) is not { Success: true } authority)
        {
            throw Bad("its target is not of the form http://HOST/PATH; for https, use CONNECT");
        }

        var head = Of(authority, 80);
        var body = BodyOf(headers, first.Groups["version"].Value);
        var path = match.Groups["path"].Value is ['/', ..] whole ? whole : $"/{match.Groups["path"].Value}";
        var text = new StringBuilder($"{first.Groups["method"].Value} {path} {first.Groups["version"].Value}\r\nHost: {NameOf(head)}\r\n");
        foreach (var (name, value) in Kept(headers))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return head with { Body = body, Method = first.Groups["method"].Value, Path = path, ToServer = [.. Encoding.ASCII.GetBytes(text.Append("Connection: close\r\n\r\n").ToString())] };
    }

    private static RequestHead Of(Match target, int usualPort)
    {
        // A name with a dot at its end is the same name; it is looked up as the pattern has it.
        var name = target.Groups["host"].Value.ToLowerInvariant();
        var pattern = HostPattern.Parse(name.EndsWith('.') ? name[..^1] : name);
        return pattern is { IsBelow: false } && (target.Groups["port"].Success ? ReadPort(target.Groups["port"].Value) : usualPort) is { } port
            ? new RequestHead(false, pattern.Host, port, 0, [])
            : throw Bad("its host or its port is not in the form of one");
    }

    private static string NameOf(RequestHead head) => new HostPattern(head.Host, false, head.Port == 80 ? null : head.Port).ToString();

    private static int? ReadPort(string digits) => int.Parse(digits, CultureInfo.InvariantCulture) is > 0 and <= 65535 and var port ? port : null;

    private static long BodyOf((string Name, string Value)[] headers, string version)
    {
        var (lengths, codings) = (Find(headers, "content-length"), Find(headers, "transfer-encoding"));
        return (lengths, codings) switch
        {
            ([], []) => 0,
            ([var length], []) when Digits().IsMatch(length) => long.Parse(length, CultureInfo.InvariantCulture),
            ([], [var coding]) when coding.Equals("chunked", StringComparison.OrdinalIgnoreCase) && version == "HTTP/1.1" => Chunked,
            _ => throw Bad("it says in more than one way, or in an odd one, where its body ends"),
        };
    }

    private static IEnumerable<(string Name, string Value)> Kept((string Name, string Value)[] headers)
    {
        var named = Find(headers, "connection").SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return named.Contains("content-length") || named.Contains("transfer-encoding")
            ? throw Bad("it wants the end of its body hidden from the server")
            : headers.Where(header => !Dropped.Contains(header.Name) && !named.Contains(header.Name));
    }

    private static string[] Find((string Name, string Value)[] headers, string name) =>
        [.. headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)];

    private static (string Name, string Value) ReadHeader(string line) =>
        Header().Match(line) is { Success: true } match ? (match.Groups["name"].Value, match.Groups["value"].Value) : throw Bad("a header of it is not of the form NAME: VALUE");

    // Lines end with CR LF, and neither stands alone; of the rest, tabs and what is beyond ASCII may stand in values, but nobody needs it.
    private static bool HasOddLetters(ReadOnlySpan<byte> bytes)
    {
        for (var index = 0; index < bytes.Length; index++)
        {
            var isEnd = bytes[index] == '\r' && index + 1 < bytes.Length && bytes[index + 1] == '\n';
            if (!isEnd && bytes[index] is < (byte)' ' and not (byte)'\t' or > (byte)'~')
            {
                return true;
            }

            index += isEnd ? 1 : 0;
        }

        return false;
    }

    private static RefusalException Bad(string why) => new(400, $"it is no request that can be passed on, as {why}.");

    [GeneratedRegex(@"^(?<method>[A-Z]{1,20}) (?<target>[!-~]+) (?<version>HTTP/1\.[01])\z")]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"^(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(?<value>.*?)[ \t]*\z")]
    private static partial Regex Header();

    [GeneratedRegex(@"^http://(?<authority>[^/?#@]+)(?<path>[/?][^#]*)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PlainTarget();

    [GeneratedRegex(@"^(?<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?<port>[1-9][0-9]{0,4}))?\z")]
    private static partial Regex Target();

    [GeneratedRegex(@"^[0-9]{1,18}\z")]
    private static partial Regex Digits();
}

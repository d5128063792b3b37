using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace PluginCi.Model;

/// <summary>A host, or all hosts below a name, with a port: <c>pypi.org</c>, <c>*.example.org:443</c>, <c>[2001:db8::1]:8080</c>.</summary>
/// <param name="Host">The name in small ASCII letters, without <c>*.</c>, or an address as <see cref="IPAddress"/> writes it, without brackets.</param>
/// <param name="IsBelow">True for every name below <paramref name="Host"/>, and not for that name itself.</param>
/// <param name="Port">The port; null for 80 and 443.</param>
public sealed partial record HostPattern(string Host, bool IsBelow, int? Port)
{
    private const int LongestName = 253;

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The text. Its last label must not begin with a digit, unless the whole is an address: so no pattern for names fits an address, however that is written.</param>
    /// <returns>The pattern, or null when it is none.</returns>
    public static HostPattern? Parse(string? text)
    {
        if (text is null || Form().Match(text.ToLowerInvariant()) is not { Success: true } match || Number(match.Groups["port"].Value) is not { } port)
        {
            return null;
        }

        var (name, address) = (match.Groups["name"].Value, match.Groups["address"].Value);
        return name.Length > 0
            ? name.Length <= LongestName ? new HostPattern(name, match.Groups["below"].Success, port == 0 ? null : port) : null
            : ReadAddress(address) is { } canonical ? new HostPattern(canonical, false, port == 0 ? null : port) : null;
    }

    /// <summary>Whether a host and port fit.</summary>
    /// <param name="host">The host as <see cref="Host"/> is written.</param>
    /// <param name="port">The port.</param>
    /// <returns>True when they fit.</returns>
    public bool Fits(string host, int port) => FitsHost(host) && (Port is { } mine ? mine == port : port is 80 or 443);

    /// <summary>Whether all that fits another pattern fits this one.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>True when it does.</returns>
    public bool Covers(HostPattern other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var hosts = other.IsBelow ? IsBelow && (other.Host == Host || FitsHost(other.Host)) : FitsHost(other.Host);
        return hosts && (Port == other.Port || (Port is null && other.Port is 80 or 443));
    }

    /// <summary>It as it is written.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        (IsBelow ? "*." : "") + (Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host) + (Port is { } port ? string.Create(CultureInfo.InvariantCulture, $":{port}") : "");

    private bool FitsHost(string host) => IsBelow
        ? host.Length > Host.Length + 1 && host.EndsWith(Host, StringComparison.Ordinal) && host[^(Host.Length + 1)] == '.'
        : host == Host;

    /// <returns>0 for none, null when it is no port.</returns>
    private static int? Number(string digits) =>
        digits.Length == 0 ? 0 : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort ? port : null;

    // 010.0.0.1 is 10.0.0.1 for some and 8.0.0.1 for others.
    private static string? ReadAddress(string text) =>
        IPAddress.TryParse(text.Trim('[', ']'), out var address) && (text[0] == '[' ? address.AddressFamily == AddressFamily.InterNetworkV6 : address.ToString() == text) ? address.ToString() : null;

    [GeneratedRegex(@"^(?:(?<below>\*\.)?(?<name>(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)|(?<address>\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]))(?::(?<port>[1-9][0-9]{0,4}))?\z")]
    private static partial Regex Form();
}

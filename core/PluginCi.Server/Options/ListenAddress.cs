using System.Net;

namespace PluginCi.Server;

/// <summary>Addresses that a server can listen on.</summary>
internal static class ListenAddress
{
    public const string Expected = "http://, an IP address or localhost, and a port, such as http://127.0.0.1:8080; put a reverse proxy in front for https";

    public static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && IsValid(address) ? address : null;

    public static bool IsValid(Uri address) =>
        address is { Scheme: "http", PathAndQuery: "/", Fragment: "", UserInfo: "" } && (address.IsLoopback || AddressOf(address) is not null);

    /// <summary>The end point of a valid address; <c>localhost</c> is 127.0.0.1.</summary>
    public static IPEndPoint EndPointOf(Uri address) => new(AddressOf(address) ?? IPAddress.Loopback, address.Port);

    private static IPAddress? AddressOf(Uri address) => IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) ? ip : null;
}

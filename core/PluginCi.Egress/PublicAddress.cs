using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace PluginCi.Egress;

/// <summary>Tells addresses of the internet from those of this machine, of its network and of its cloud.</summary>
/// <remarks>Source: the IANA registries of special-purpose IPv4 and IPv6 addresses.</remarks>
internal static class PublicAddress
{
    private static readonly IPNetwork AllPublicV6 = IPNetwork.Parse("2000::/3");

    // An operator's own networks; a host that is named for it may have such an address.
    private static readonly ImmutableArray<IPNetwork> Inside = Parse("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7");

    private static readonly ImmutableArray<IPNetwork> NotPublic =
    [
        .. Inside,
        .. Parse(
            "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    ];

    public static bool IsPublic(IPAddress address) =>
        !NotPublic.Any(network => network.Contains(address)) && (address.AddressFamily == AddressFamily.InterNetwork || AllPublicV6.Contains(address));

    public static bool IsInside(IPAddress address) => Inside.Any(network => network.Contains(address));

    private static ImmutableArray<IPNetwork> Parse(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}

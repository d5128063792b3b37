using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using PluginCi.Model;

namespace PluginCi.Egress;

/// <summary>What one build may reach.</summary>
/// <param name="Allowed">The hosts.</param>
/// <param name="Inside">Of these the ones whose addresses may be private or of this machine.</param>
public sealed record EgressRules(ImmutableArray<HostPattern> Allowed, ImmutableArray<HostPattern> Inside)
{
    /// <summary>What answers requests to the proxy itself; null for nothing.</summary>
    public ILoopbackSite? Site { get; init; }

    /// <summary>Whether a build may speak to a host.</summary>
    /// <param name="host">A name in small letters without a dot at its end, or an address.</param>
    /// <param name="port">The port.</param>
    /// <returns>True when it may.</returns>
    public bool Allow(string host, int port) => Allowed.Any(pattern => pattern.Fits(host, port));

    /// <summary>Of the addresses that a host has, those that the proxy may connect to.</summary>
    /// <param name="host">The host.</param>
    /// <param name="port">The port.</param>
    /// <param name="addresses">What its name resolved to.</param>
    /// <returns>The addresses; empty when there is none.</returns>
    public IEnumerable<IPAddress> Usable(string host, int port, IEnumerable<IPAddress> addresses)
    {
        var mayBeInside = Inside.Any(pattern => pattern.Fits(host, port));
        return addresses.Select(Plain).Where(address => PublicAddress.IsPublic(address) || (mayBeInside && PublicAddress.IsInside(address)));
    }

    // ::ffff:127.0.0.1 is 127.0.0.1.
    private static IPAddress Plain(IPAddress address) => address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}

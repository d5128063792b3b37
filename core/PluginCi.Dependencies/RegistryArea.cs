using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>A part of a registry that is below one address.</summary>
/// <param name="Registry">The registry.</param>
/// <param name="Base">The address, which ends with <c>/</c>.</param>
/// <param name="Prefix">Where builds see it, below the registry's own folder.</param>
internal sealed record RegistryArea(RegistryPlan Registry, Uri Base, string Prefix)
{
    /// <summary>What nginx knows it by: of files that never change, and of all else. Another address is another area.</summary>
    public string ServerName(bool isKept) => string.Create(
        CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Registry.Name} {Base}")))[..16]}.{Registry.Name}.{(isKept ? "kept" : "fresh")}");

    /// <summary>Where a build finds it.</summary>
    public string OwnAddress => $"{RegistryFormat.OwnAddress}{Registry.Name}/{Prefix}";

    public static RegistryArea Of(RegistryPlan registry, string address, string prefix) => new(registry, new Uri(address.EndsWith('/') ? address : address + "/"), prefix);
}

using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>An image that a variant of a Blubber file says, ready to be made.</summary>
/// <param name="Dockerfile">The Dockerfile, every stage that the variant needs first.</param>
/// <param name="Bases">The images of registries that it is made of, as the file names them, each once.</param>
/// <param name="EntryPoint">The program that it runs, with its first arguments; null where that is what its base runs.</param>
/// <param name="Hosts">The hosts that making it needs, by what its variants install, in their order.</param>
public sealed record BlubberImage(string Dockerfile, ImmutableArray<string> Bases, ImmutableArray<string>? EntryPoint, ImmutableArray<string> Hosts)
{
    internal static BlubberImage Of(BlubberFile file, string variant)
    {
        Variant[] stages = [.. Order.Of(variant, file.VariantsNeededBy, out _).Append(variant).Select(name => file.Expand(name, out _))];
        var bases = stages.SelectMany(stage => stage.Needs).Where(name => name.Length > 0 && name != Artifact.Local && !file.Variants.ContainsKey(name));
        return new BlubberImage(file.ToDockerfile(variant), [.. bases.Distinct(StringComparer.Ordinal)], stages[^1].EntryPoint, [.. stages.SelectMany(HostsOf).Distinct().Order(StringComparer.Ordinal)]);
    }

    // What package managers ask that nothing else is said to. Mirrors that a base image names are not known here.
    private static IEnumerable<string> HostsOf(Variant stage) =>
    [
        .. stage.Apt.Packages.IsEmpty ? [] : (string[])["deb.debian.org", "security.debian.org"],
        .. stage.Apt.Sources.Select(source => Uri.TryCreate(source.Url, UriKind.Absolute, out var address) ? address.IsDefaultPort ? address.Host : address.Authority : "").Where(host => host.Length > 0),
        .. stage.AllBuilders.SelectMany(builder => builder switch
        {
            NodeBuilder { Requirements: not null } => (string[])["registry.npmjs.org"],
            PythonBuilder { IsOn: true } => ["files.pythonhosted.org", "pypi.org"],
            PhpBuilder { Requirements: not null } => ["api.github.com", "codeload.github.com", "github.com", "repo.packagist.org"],
            _ => [],
        }),
    ];
}

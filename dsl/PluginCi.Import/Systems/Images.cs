using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>What stands for the images that files name. A tag alone may be another image tomorrow, so scripts name either a digest or a release of Debian with its packages.</summary>
internal static partial class Images
{
    private static readonly ImmutableSortedDictionary<string, string> Releases = ImmutableSortedDictionary<string, string>.Empty
        .Add("11", "bullseye").Add("12", "bookworm").Add("13", "trixie").Add("stable", "trixie").Add("latest", "trixie").Add("testing", "forky").Add("unstable", "sid");

    private static readonly string[] Names = ["bullseye", "bookworm", "trixie", "forky", "sid"];

    /// <summary>The system for the plain name of an image.</summary>
    public static KnownSystem Find(string reference)
    {
        if (WithDigest().IsMatch(reference))
        {
            return new KnownSystem(new FoundSystem(reference, "", [], "image"), [], ImportOutcome.Carried, "");
        }

        var parts = Reference().Match(reference);
        var (name, tag) = (parts.Groups["name"].Value, parts.Groups["tag"].Value);
        if (name == "debian")
        {
            return OfDebian(reference, tag);
        }

        var bare = Suffix().Replace(name, "");
        if (Language.All.FirstOrDefault(language => language.Images.Contains(bare)) is { } known)
        {
            return Of(known, tag, reference);
        }

        var usual = new FoundSystem(null, FoundSystem.UsualRelease, ["ca-certificates", "git"], "linux");
        return name is "ubuntu" or "alpine" or "fedora" or "centos"
            ? new KnownSystem(usual, [], ImportOutcome.Approximated, $"Debian {FoundSystem.UsualRelease} stands for the image '{reference}'; packages may have other names")
            : new KnownSystem(usual, [], ImportOutcome.NeedsPerson, $"the image '{reference}' has no digest, and is not known; Debian {FoundSystem.UsualRelease} stands in its place. "
                + $"Add the packages that the job needs, or write Image(\"…@sha256:…\"); `skopeo inspect docker://{reference}` tells the digest");
    }

    /// <summary>The system of a language in a version.</summary>
    public static KnownSystem Of(Language language, string version, string origin)
    {
        var number = Version().Match(version).Value;
        var (release, difference) = language.ReleaseOf(number);
        var where = difference.Length == 0 ? $"Debian {release} with the same version stands for '{origin}'" : $"Debian {release} stands for '{origin}': {difference}";
        return new KnownSystem(new FoundSystem(null, release, language.Packages, language.Name), language.Registries, ImportOutcome.Approximated, where);
    }

    private static KnownSystem OfDebian(string reference, string tag)
    {
        var bare = Suffix().Replace(tag, "").Split('-')[0].Split('.')[0];
        var release = Names.Contains(bare) ? bare : Releases.GetValueOrDefault(bare.Length == 0 ? "latest" : bare);
        var system = new FoundSystem(null, release ?? FoundSystem.UsualRelease, [], release ?? FoundSystem.UsualRelease);
        return release is null
            ? new KnownSystem(system, [], ImportOutcome.NeedsPerson, $"the release of '{reference}' is not known; Debian {FoundSystem.UsualRelease} stands in its place")
            : new KnownSystem(system, [], ImportOutcome.Carried, "");
    }

    // As the language asks for it. Source: PCI2018.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?@sha256:[0-9a-f]{64}\z")]
    private static partial Regex WithDigest();

    [GeneratedRegex(@"^(?:.*/)?(?<name>[^/:@]+)(?::(?<tag>[^@]*))?(?:@.*)?$", RegexOptions.Singleline)]
    private static partial Regex Reference();

    [GeneratedRegex("-?(slim|alpine|cli|fpm|apache|buster|bullseye|bookworm|trixie)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)*")]
    private static partial Regex Version();
}

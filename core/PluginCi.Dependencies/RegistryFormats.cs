using System.Collections.Immutable;
using System.Text.RegularExpressions;
using static PluginCi.Dependencies.RegistryFormat;

namespace PluginCi.Dependencies;

/// <summary>The kinds of registries. What can be published once and never again is kept; whatever else, as indexes, is asked for again after a minute.</summary>
internal static partial class RegistryFormats
{
    public static readonly ImmutableSortedDictionary<string, RegistryFormat> All = new Dictionary<string, RegistryFormat>
    {
        // Source: the sparse protocol of The Cargo Book, "Registry Index".
        ["cargo"] = new("*/*", [Kept("crates/([^/]+/[^/]+/download)", "$1", ofFiles: true), Fresh("(?:[12]|3/[^/]|[^/]{2}/[^/]{2})/[A-Za-z0-9_-]+")])
        {
            FilesPrefix = "crates/",
            Own = OneDocument("config.json", "application/json", $$"""{"dl":"{{OwnAddress}}cargo/crates"}"""),
        },

        // Source: Composer's documentation, "Repositories". Archives of commits are asked for where GitHub's own address of them leads.
        ["composer"] = new("application/json",
        [
            Fresh("p2/[^/]+/[^/]+[.]json", links: LinkForm.Json),
            Kept("github/repos/([^/]+/[^/]+)/(zip|tar)ball/([0-9a-f]{40})", "$1/legacy.$2/$3", ofFiles: true),
            Kept(".+[.](?:zip|tar|tgz|gz|xz|bz2)"),
        ])
        {
            FilesPrefix = "github-archives/",
            MoreLinks = [("https://api.github.com/repos/", "github/repos/")],
            Own = OneDocument("packages.json", "application/json", $$"""{"packages":[],"metadata-url":"{{OwnAddress}}composer/p2/%package%.json"}"""),
        },

        // Source: the Debian wiki, "DebianRepository/Format". What lies in a pool or by its hash is named by what it is.
        ["debian"] = new("*/*",
        [
            Kept("debian/(pool/.+|dists/.+/by-hash/[A-Za-z0-9]+/[0-9a-f]+)", "$1"),
            Kept("debian-security/(pool/.+|dists/.+/by-hash/[A-Za-z0-9]+/[0-9a-f]+)", "$1", ofFiles: true),
            Fresh("debian/(dists/.+)", "$1"),
            Fresh("debian-security/(dists/.+)", "$1", ofFiles: true),
        ])
        {
            IndexPrefix = "debian/",
            FilesPrefix = "debian-security/",
            Hosts = [("deb.debian.org", "/debian/", "debian/"), ("deb.debian.org", "/debian-security/", "debian-security/"), ("security.debian.org", "/debian-security/", "debian-security/")],
        },

        // Source: the Go Modules Reference, "GOPROXY protocol" and "Checksum database".
        ["go"] = new("*/*",
        [
            Kept("sumdb/sum[.]golang[.]org/(tile/.+)", "$1", ofFiles: true),
            Fresh("sumdb/sum[.]golang[.]org/(latest|lookup/.+)", "$1", ofFiles: true),
            Kept("[^@]+/@v/v[0-9]+[.][0-9]+[.][0-9]+[^/]*[.](?:mod|zip)"),
            Fresh("[^@]+/@v/(?:list|[^/]+[.]info|[^/]+[.]mod)"),
            Fresh("[^@]+/@latest"),
        ])
        {
            FilesPrefix = "sumdb/sum.golang.org/",
            Own = OneDocument("sumdb/sum.golang.org/supported", "text/plain", "\n"),
        },

        // Source: Maven's repository layout. A release is published once; snapshots and what lists versions change.
        ["maven"] = new("*/*", [Fresh(".+/maven-metadata[^/]*|.+-SNAPSHOT/.+|archetype-catalog[.]xml[^/]*"), Kept(".+/[^/]+/[^/]+[.][A-Za-z0-9]+")]),

        // Source: the npm registry's API. The short form of package documents is what clients install by.
        ["npm"] = new("application/vnd.npm.install-v1+json, application/json;q=0.8, */*;q=0.1",
        [
            Kept("(?:@[^/]+/)?[^/@-][^/]*/-/(?:@[^/]+/)?[^/]+[.]tgz"),
            Fresh("@[^/]+/[^/-][^/]*(?:/[^/-][^/]*)?|[^/@-][^/]*(?:/[^/-][^/]*)?", links: LinkForm.Json),
        ]),

        // Source: the NuGet server API, "Package content" and "Service index".
        ["nuget"] = new("application/json, */*;q=0.1", [Kept(".+[.](?:nupkg|snupkg|nuspec)"), Fresh(".*[.]json", links: LinkForm.Json)])
        {
            IndexOf = plan => plan.Index.EndsWith("/v3/index.json", StringComparison.Ordinal) ? plan.Index[..^"v3/index.json".Length] : Parent(plan.Index),
        },

        // Source: PEP 503 (pages and names of projects), PEP 592 and 658, which are attributes of their links.
        ["pypi"] = new("text/html", [Kept("files/(.+)", "$1", ofFiles: true), Fresh("simple/([a-z0-9-]+)/?", "$1/", links: LinkForm.Html)])
        {
            IndexPrefix = "simple/",
            FilesOf = plan => plan.Files ?? Parent(plan.Index.TrimEnd('/')),
            Canonical = path => path.StartsWith("simple/", StringComparison.Ordinal) ? NameMarks().Replace(path, "-").ToLowerInvariant() : path,
        },

        // Source: the compact index of RubyGems.org's API, and Gem::Source for the older one.
        ["rubygems"] = new("*/*",
        [
            Kept("gems/[^/]+[.]gem"),
            Fresh("versions|names|info/[^/]+|(?:latest_|prerelease_)?specs[.]4[.]8(?:[.]gz)?|quick/Marshal[.]4[.]8/[^/]+[.]gemspec[.]rz"),
        ]),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static string Parent(string address) => address[..(address.LastIndexOf('/') + 1)];

    private static ImmutableDictionary<string, (string Type, string Text)> OneDocument(string path, string type, string text) =>
        ImmutableDictionary<string, (string Type, string Text)>.Empty.Add(path, (type, text));

    [GeneratedRegex("[-_.]+")]
    private static partial Regex NameMarks();
}

using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace PluginCi.Server;

/// <summary>A file that pages refer to, kept inside the server's assembly.</summary>
internal sealed class Asset
{
    private const string Prefix = "assets/";

    private static readonly FrozenDictionary<string, Asset> All = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], name => new Asset(name), StringComparer.Ordinal);

    private Asset(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        var bytes = content.ToArray();
        Content = bytes;
        ContentType = Path.GetExtension(resource) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new InvalidOperationException($"Say in {nameof(Asset)} what {other} is."),
        };
        Url = $"/{resource}?v={Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}";
    }

    public ReadOnlyMemory<byte> Content { get; }

    public string ContentType { get; }

    /// <summary>Its address with the hash of its content.</summary>
    public string Url { get; }

    public static Asset? Find(string name) => All.GetValueOrDefault(name);

    public static string UrlOf(string name) => All[name].Url;
}

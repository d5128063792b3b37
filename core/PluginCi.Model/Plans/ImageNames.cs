using System.Security.Cryptography;
using System.Text;

namespace PluginCi.Model;

/// <summary>The names of images in registries.</summary>
public static class ImageNames
{
    /// <summary>A name as clients take it that know either a tag or a digest: without its tag where it has a digest, which alone says which image it is.</summary>
    /// <param name="reference">The image, for example <c>registry.example.org/ci/go:1@sha256:…</c>.</param>
    public static string WithoutTag(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.Split('@') is not [var name, var digest])
        {
            return reference;
        }

        var tag = name.LastIndexOf(':');
        return $"{(tag > name.LastIndexOf('/') ? name[..tag] : name)}@{digest}";
    }

    /// <summary>The name that an image has where others are made of it: its own, but for one with a digest, which no archive can hold.</summary>
    /// <param name="reference">The image.</param>
    public static string LocalOf(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Contains('@', StringComparison.Ordinal) ? $"localhost/base:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reference)))[..16]}" : reference;
    }
}

using System.Security.Cryptography;
using System.Text;

namespace PluginCi.Declarative;

/// <summary>Writes the installation of Debian packages.</summary>
internal static class AptWriter
{
    private const string ProxyFile = "/etc/apt/apt.conf.d/99blubber-proxies";

    private const string SourceFile = "/etc/apt/sources.list.d/99blubber.list";

    private const string KeyFolder = "/etc/apt/keyrings";

    public static void Write(AptSettings apt, DockerfileText text)
    {
        if (apt.Packages.IsEmpty)
        {
            return;
        }

        text.Variable("DEBIAN_FRONTEND", "noninteractive");
        text.Run(
        [
            .. apt.Proxies.Select(proxy => DockerfileText.Command($"echo %s >> {ProxyFile}", proxy.Setting)),
            .. AddKeys(apt),
            .. apt.Sources.Select(source => DockerfileText.Command($"echo %s >> {SourceFile}", LineOf(source))),
            "apt-get update",
            .. apt.Packages.Select(release => release.Key == "default"
                ? DockerfileText.Command("apt-get install -y", release.Value)
                : DockerfileText.Command("apt-get install -y -t", [release.Key, .. release.Value])),
            "rm -rf /var/lib/apt/lists/*",
            .. Remove(!apt.Sources.IsEmpty, SourceFile),
            .. Remove(!apt.Proxies.IsEmpty, ProxyFile),
        ]);
    }

    private static IEnumerable<string> AddKeys(AptSettings apt)
    {
        var keys = apt.Sources.Select(source => source.SignedBy).Where(key => key.Length > 0).Distinct().ToList();
        return keys.Count == 0 ? [] : [DockerfileText.Command("mkdir -p", KeyFolder), .. keys.Select(key => DockerfileText.Command($"printf %b %s > {FileOf(key)}", key))];
    }

    private static string LineOf(AptSource source)
    {
        var signed = source.SignedBy.Length > 0 ? $"[signed-by={FileOf(source.SignedBy)}] " : "";
        return string.Join(' ', source.Components.Prepend(source.Distribution).Where(part => part.Length > 0).Prepend($"deb {signed}{source.Url}"));
    }

    private static string FileOf(string key) => $"{KeyFolder}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}.asc";

    private static IEnumerable<string> Remove(bool isNeeded, string file) => isNeeded ? [DockerfileText.Command("rm -f", file)] : [];
}

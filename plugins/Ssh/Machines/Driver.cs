using System.Security.Cryptography;

namespace PluginCi.Plugins.Ssh;

/// <summary>The script <c>driver.sh</c>, which does on a machine what the server asks for.</summary>
internal static class Driver
{
    public static byte[] Text { get; } = Read();

    /// <summary>Its name on machines: builds that an older server has started go on with theirs.</summary>
    public static string FileName { get; } = $"driver-{Convert.ToHexStringLower(SHA256.HashData(Text))[..12]}.sh";

    private static byte[] Read()
    {
        using var resource = typeof(Driver).Assembly.GetManifestResourceStream("driver.sh")!;
        using var text = new MemoryStream();
        resource.CopyTo(text);
        return text.ToArray();
    }
}

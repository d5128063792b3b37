namespace PluginCi.Testing;

/// <summary>A test that makes a system with mmdebstrap.</summary>
internal sealed class MakesSystemsFactAttribute : FactAttribute
{
    public MakesSystemsFactAttribute()
    {
        if (!CanMake)
        {
            Skip = "Without root, mmdebstrap needs the package uidmap and a range of this account in /etc/subuid and /etc/subgid.";
        }
    }

    public static bool CanMake { get; } = Environment.IsPrivilegedProcess || (File.Exists("/usr/bin/newuidmap") && HasRange("/etc/subuid") && HasRange("/etc/subgid"));

    private static bool HasRange(string file) => File.Exists(file) && File.ReadLines(file).Any(line => line.StartsWith(Environment.UserName + ":", StringComparison.Ordinal));
}

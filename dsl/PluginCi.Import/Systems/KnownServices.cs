using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>The services that stand for images.</summary>
internal static partial class KnownServices
{
    private static readonly (string Image, string Kind, string[] Versions)[] All =
    [
        ("postgres|postgresql|postgis", "PostgreSql", ["13", "15", "17"]),
        ("mariadb|mysql", "MariaDb", ["10.5", "10.11", "11.8"]),
        ("redis|valkey", "Redis", ["6.0", "7.0", "8.0"]),
        ("memcached", "Memcached", ["1.6"]),
        ("rabbitmq", "RabbitMq", ["3.10", "4.0"]),
    ];

    /// <summary>The service for the name of an image, and how it differs; null where none is known.</summary>
    public static (FoundService Service, string Difference)? Find(string reference)
    {
        var name = reference.Split('@')[0].Split('/')[^1];
        var parts = name.Split(':');
        var known = All.FirstOrDefault(service => service.Image?.Split('|').Contains(parts[0]) is true);
        if (known.Kind is null)
        {
            return null;
        }

        var wanted = Number(Version().Match(parts.Length > 1 ? parts[1] : "").Value);
        var version = wanted == 0 || parts[0] is "mysql" ? known.Versions[^1] : known.Versions.OrderBy(there => Math.Abs(Number(there) - wanted)).ThenByDescending(Number).First();
        return (new FoundService(known.Kind, version), $"{known.Kind} {version} of Debian stands for '{reference}', at 127.0.0.1 with a user, password and database of its own; see docs/reference/services.md for the variables that say so");
    }

    private static double Number(string version)
    {
        var parts = version.Split('.').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var number) ? number : 0).Concat([0]).ToArray();
        return (parts[0] * 1000) + parts[1];
    }

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)?")]
    private static partial Regex Version();
}

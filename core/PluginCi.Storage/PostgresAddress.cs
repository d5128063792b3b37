using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;

namespace PluginCi.Storage;

/// <summary>
/// Where a database of PostgreSQL is, written as its own programs take it: <c>postgresql://USER@HOST:PORT/NAME</c>. It holds no password, so that it can be shown;
/// that comes from the environment variable <c>PGPASSWORD</c>, or from the file that <c>PGPASSFILE</c> or <c>passfile</c> names.
/// </summary>
public sealed class PostgresAddress
{
    /// <summary>What is expected where an address is to be, for messages.</summary>
    public const string Expected =
        "an address such as postgresql://pluginci@db.example.org/pluginci, without a password (that is for PGPASSFILE or PGPASSWORD); after a ? it may have host, port, sslmode, sslrootcert, sslcert, sslkey and passfile, parted by &";

    private PostgresAddress(NpgsqlConnectionStringBuilder settings) => Settings = settings;

    /// <summary>A copy may be changed.</summary>
    internal NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>Whether a text is meant as an address, and not as a path.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it begins like one.</returns>
    public static bool IsMeant(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith("postgresql:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgres:", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads an address.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The address.</returns>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static PostgresAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new InvalidOperationException($"This is no address of a database. Expected {Expected}.");

    /// <summary>Reads an address.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address.</param>
    /// <returns>False when it is none, or has a password.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out PostgresAddress? address)
    {
        address = null;
        if (!IsMeant(text) || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.UserInfo.Contains(':', StringComparison.Ordinal) || uri.Fragment.Length > 0
            || Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')) is not { Length: > 0 } name || name.Contains('/', StringComparison.Ordinal))
        {
            return false;
        }

        var settings = new NpgsqlConnectionStringBuilder { Host = uri.Host.Length > 0 ? uri.Host : "localhost", Database = name };
        if (uri.Port > 0)
        {
            settings.Port = uri.Port;
        }

        if (uri.UserInfo.Length > 0)
        {
            settings.Username = Uri.UnescapeDataString(uri.UserInfo);
        }

        foreach (var (key, value) in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[^1])))
        {
            if (!TrySet(settings, key, Uri.UnescapeDataString(value)))
            {
                return false;
            }
        }

        address = new PostgresAddress(settings);
        return true;
    }

    /// <summary>Where it is, for people.</summary>
    /// <returns>The address without what follows a question mark.</returns>
    public override string ToString()
    {
        var user = Settings.Username is { Length: > 0 } name ? $"{name}@" : "";
        return Settings.Host!.StartsWith('/') ? $"postgresql://{user}/{Settings.Database}?host={Settings.Host}" : $"postgresql://{user}{Settings.Host}:{Settings.Port}/{Settings.Database}";
    }

    private static bool TrySet(NpgsqlConnectionStringBuilder settings, string key, string value)
    {
        switch (key)
        {
            case "host":
                settings.Host = value;
                return value.Length > 0;
            case "port":
                var isPort = ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;
                settings.Port = isPort ? port : settings.Port;
                return isPort;
            case "sslmode":
                var isMode = Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode) && Enum.IsDefined(mode);
                settings.SslMode = mode;
                return isMode;
            case "sslrootcert":
                settings.RootCertificate = value;
                return true;
            case "sslcert":
                settings.SslCertificate = value;
                return true;
            case "sslkey":
                settings.SslKey = value;
                return true;
            case "passfile":
                settings.Passfile = value;
                return true;
            default:
                return false;
        }
    }
}

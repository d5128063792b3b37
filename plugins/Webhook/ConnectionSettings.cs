using System.Collections.Immutable;
using System.Text.Json;
using PluginCi.Model;

namespace PluginCi.Plugins.Webhook;

/// <summary>One address that is told.</summary>
/// <param name="Name">Its name, unique.</param>
/// <param name="Url">Where it is. Its path and query may be known to few, as those of chats are, and are in no message.</param>
/// <param name="SecretFile">The absolute path of the file with its secret, or null.</param>
internal sealed record ConnectionSettings(string Name, Uri Url, string? SecretFile)
{
    /// <summary>Reads settings that the host has checked against the manifest's schema.</summary>
    /// <exception cref="ArgumentException">They cannot be; the message names the setting.</exception>
    public static ImmutableArray<ConnectionSettings> ReadAll(JsonElement settings)
    {
        ImmutableArray<ConnectionSettings> all = [.. settings.GetProperty("connections").EnumerateArray().Select(Read)];
        var twice = all.GroupBy(connection => connection.Name).FirstOrDefault(same => same.Count() > 1);
        return all.IsEmpty ? throw new ArgumentException("The setting connections of webhook is empty; name an address, or take plugins.settings.webhook away.")
            : twice is not null ? throw new ArgumentException($"The setting connections of webhook has '{twice.Key}' {twice.Count()} times; give each another name.")
            : all;
    }

    private static ConnectionSettings Read(JsonElement setting, int index)
    {
        var (name, place) = (setting.GetProperty("name").GetString()!, $"connections[{index}]");
        if (!JobPlan.IsName(name))
        {
            throw Wrong($"{place}.name", name, "letters, digits, '-', '_' and '.', beginning with a letter or digit, for example releases");
        }

        // Not told as it was found: it may hold what only few know.
        if (!Uri.TryCreate(setting.GetProperty("url").GetString(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            throw new ArgumentException($"The setting {place}.url of webhook, of '{name}', is no address; expected one of http or https without a name and password in it, for example https://chat.example.org/hooks/ci.");
        }

        var file = setting.TryGetProperty("secretFile", out var found) ? found.GetString() : null;
        if (file is not null && !Path.IsPathRooted(file))
        {
            throw Wrong($"{place}.secretFile", file, "an absolute path, for example /etc/pluginci/secrets/releases");
        }

        var connection = new ConnectionSettings(name, url, file);
        if (file is not null)
        {
            SigningSecret.Read(connection);
        }

        return connection;
    }

    private static ArgumentException Wrong(string setting, string found, string expected) => new($"The setting {setting} of webhook is '{found}'; expected {expected}.");
}

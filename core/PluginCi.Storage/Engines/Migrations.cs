using System.Globalization;

namespace PluginCi.Storage;

/// <summary>Brings tables to the newest version: numbered files for each dialect, which are embedded in the program.</summary>
internal static class Migrations
{
    /// <exception cref="InvalidOperationException">The tables were made by a newer server.</exception>
    public static void Run(IEngine engine)
    {
        var (session, names) = (engine.Writer(), NamesOf(engine.Dialect));
        var version = engine.ReadVersion(session);
        if (version > names.Length)
        {
            throw new InvalidOperationException(
                $"{engine.Place} has tables of version {version}, this server knows up to {names.Length}. Start a server at least as new as the one that wrote it.");
        }

        foreach (var (name, number) in names.Select((name, index) => (name, index + 1)).Skip(version))
        {
            session.Transact(transaction =>
            {
                transaction.Execute(ReadResource(name));
                engine.WriteVersion(transaction, number);
                return number;
            });
        }
    }

    /// <summary>Why a database cannot be read by this program, in a sentence, or null when it can.</summary>
    public static string? FindStrangeness(IEngine engine, Session session, string example)
    {
        if (!engine.HasJournal(session))
        {
            return $"{engine.Place} is not the database of a server: it has no journal. {example}";
        }

        var (version, newest) = (engine.ReadVersion(session), NamesOf(engine.Dialect).Length);
        var versions = string.Create(CultureInfo.InvariantCulture, $"{engine.Place} has a journal of version {version}, this program reads version {newest}.");
        return version.CompareTo(newest) switch
        {
            > 0 => $"{versions} Use a program at least as new as the server that wrote it.",
            < 0 => $"{versions} Start this version's server with it once, which brings it up to date.",
            _ => null,
        };
    }

    private static string[] NamesOf(string dialect) =>
    [
        .. typeof(Migrations).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"{dialect}/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static string ReadResource(string name)
    {
        using var stream = typeof(Migrations).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

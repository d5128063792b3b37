namespace PluginCi.Storage;

/// <summary>What is different from one kind of database to the other.</summary>
internal interface IEngine : IDisposable
{
    /// <summary>What messages call the database; it has no password.</summary>
    string Place { get; }

    /// <summary>The folder of its migrations.</summary>
    string Dialect { get; }

    /// <summary>What to do when it cannot be used for a while.</summary>
    string Advice { get; }

    /// <summary>Whether nothing can be written.</summary>
    bool IsReadOnly { get; }

    /// <summary>Completes with a sentence when another server took the database away; nothing can be written then, ever.</summary>
    Task<string> WhenTaken { get; }

    /// <summary>The session that writes: one, called by whoever has the turn. It is opened anew where the connection was lost.</summary>
    Session Writer();

    /// <summary>A session that only reads; the caller disposes it.</summary>
    Session Reader();

    /// <summary>Whether this is trouble around the database, which passes or is mended, and no mistake in what it was asked for.</summary>
    bool IsPassing(Exception exception);

    /// <summary>How many migrations the tables have seen.</summary>
    int ReadVersion(Session session);

    /// <summary>Notes how many they have seen now.</summary>
    void WriteVersion(Session session, int version);

    /// <summary>Whether the tables of a server are there.</summary>
    bool HasJournal(Session session);
}

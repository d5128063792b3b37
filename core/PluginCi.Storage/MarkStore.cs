
namespace PluginCi.Storage;

/// <summary>Single values that outlive the process, by name.</summary>
/// <param name="database">Where they are.</param>
public sealed class MarkStore(Database database)
{
    /// <summary>A value.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The value, or null when it was never set.</returns>
    public string? Find(string name) =>
        database.Read(session => session.QuerySingleOrDefault<string>("select value from mark where name = @name", new { name }));

    /// <summary>Sets a value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is on disk.</returns>
    public Task SetAsync(string name, string value, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute(
            "insert into mark (name, value) values (@name, @value) on conflict (name) do update set value = @value", new { name, value }),
        cancellationToken);
}

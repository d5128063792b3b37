namespace PluginCi.Testing;

/// <summary>A theory that runs PostgreSQL.</summary>
internal sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.Obstacle;
}

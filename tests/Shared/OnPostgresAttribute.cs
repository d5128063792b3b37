using System.Reflection;
using Xunit.Sdk;

namespace PluginCi.Testing;

/// <summary>A theory of any store is tried on PostgreSQL too: its argument is true.</summary>
internal sealed class OnPostgresAttribute : DataAttribute
{
    public OnPostgresAttribute() => Skip = PostgresServer.Obstacle;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[true]];
}

using System.Reflection;
using Xunit.Sdk;

namespace PluginCi.Testing;

/// <summary>A theory of any store is tried on SQLite: its argument is false.</summary>
internal sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[false]];
}

using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>What people call that which is tested.</summary>
internal static class Subjects
{
    public static string Of(ImmutableArray<Change> changes, RefUpdate? tested) => (tested, changes.Length) switch
    {
        ({ } one, _) => one.Target.Value,
        (_, 1) => changes[0].Id.Value,
        _ => "{" + string.Join(", ", changes.Select(change => change.Id)) + "}",
    };
}

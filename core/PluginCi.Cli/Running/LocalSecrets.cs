using System.Collections.Immutable;
using PluginCi.Scheduler;

namespace PluginCi.Cli;

/// <summary>The secrets that people give to jobs on their own machine: where the values are, and never the values, which others would see among the arguments of programs.</summary>
internal static class LocalSecrets
{
    /// <returns>One sentence about what is wrong, or null.</returns>
    public static string? FindTrouble(IEnumerable<string> given) => given.FirstOrDefault(one => Parse(one) is null) is { } wrong
        ? $"--secret says '{wrong.Split('=')[0]}' and not where its value is; write {wrong.Split('=')[0]}=env:VARIABLE or {wrong.Split('=')[0]}=file:PATH, never the value itself."
        : null;

    public static ImmutableSortedDictionary<string, SecretReference> Parse(IEnumerable<string> given) =>
        ImmutableSortedDictionary<string, SecretReference>.Empty.SetItems(given.Select(Parse).OfType<KeyValuePair<string, SecretReference>>());

    private static KeyValuePair<string, SecretReference>? Parse(string given) =>
        given.Split('=', 2) is [{ Length: > 0 } name, var place] && SecretReference.Parse(place) is { } reference ? KeyValuePair.Create(name, reference) : null;
}

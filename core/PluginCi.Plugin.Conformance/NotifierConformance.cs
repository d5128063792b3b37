using System.Collections.Immutable;

namespace PluginCi.Plugin.Conformance;

/// <summary>The conformance kit of <see cref="INotifier"/>: what each must do, whomever it tells.</summary>
/// <remarks>A plugin's tests run every check against the real thing. Checks run one after another, none needs another.</remarks>
public static class NotifierConformance
{
    /// <summary>What every notifier must do.</summary>
    public static ImmutableArray<NotifierCheck> ForNotifiers { get; } = NotifierChecks.All;

    /// <summary>Finds a check.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The check.</returns>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static NotifierCheck Find(string name) => ForNotifiers.FirstOrDefault(check => check.Name == name)
        ?? throw new ArgumentException($"There is no check '{name}'. Known: {string.Join(", ", ForNotifiers)}.", nameof(name));
}

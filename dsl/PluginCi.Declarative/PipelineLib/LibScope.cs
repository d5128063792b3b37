using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>The values that a stage sees: its own and those of the stages before it.</summary>
/// <param name="Own">Its own values so far.</param>
/// <param name="Ancestors">The values of each stage that is over for sure, <c>setup</c> too.</param>
/// <param name="Stage">Its name, for messages.</param>
internal sealed record LibScope(string Stage, ImmutableDictionary<string, Node> Own, ImmutableDictionary<string, ImmutableDictionary<string, Node>> Ancestors)
{
    /// <summary>The scope with one more value of its own.</summary>
    /// <exception cref="VariableException">There is a value of that name: none is ever replaced.</exception>
    public LibScope Bind(string key, Node value) => Own.ContainsKey(key)
        ? throw new VariableException($"'{Stage}' has a value '{key}' already")
        : this with { Own = Own.Add(key, value) };

    /// <summary>A scope inside of this one, for one item of a list: it has values of its own, and sees those of this stage by the stage's name.</summary>
    public LibScope Inside(ImmutableDictionary<string, Node> own) => this with { Own = own, Ancestors = Ancestors.SetItem(Stage, Own) };

    /// <summary>The value of a variable; null where it has none and may have none.</summary>
    /// <exception cref="VariableException">It reads from a stage that is not before this one, or has a name that nothing is bound to.</exception>
    public Node? Find(VariableToken variable)
    {
        var values = variable.Stage.Length == 0 ? Own : Ancestors.GetValueOrDefault(variable.Stage)
            ?? throw new VariableException($"cannot access '{variable.Stage}.*' values since '{Stage}' does not follow it in the graph");
        return values.GetValueOrDefault(variable.Key) ?? (variable.Default is not null || !variable.IsDotted
            ? null
            : throw new VariableException($"no value bound for '{(variable.Stage.Length == 0 ? Stage : variable.Stage)}.{variable.Key}'; all available variables are: {string.Join(", ", All)}"));
    }

    private IEnumerable<string> All => Ancestors.SelectMany(stage => stage.Value.Keys.Select(key => $"{stage.Key}.{key}"))
        .Concat(Own.Keys.Select(key => $"{Stage}.{key}"))
        .Distinct()
        .Order(StringComparer.Ordinal);
}

namespace PluginCi.Model;

/// <summary>An identifier that is one string: written to JSON as that string, also as a dictionary key.</summary>
/// <typeparam name="TSelf">The identifier type itself.</typeparam>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    /// <summary>The text of the identifier. Never null or empty for an identifier that was made by <see cref="Create"/>.</summary>
    string Value { get; }

    /// <summary>Makes the identifier of a text.</summary>
    /// <param name="value">The text, as <see cref="Value"/> gave it.</param>
    /// <returns>The identifier.</returns>
    static abstract TSelf Create(string value);
}

namespace PluginCi.Dsl;

/// <summary>A mistake of a script that leaves no value to go on with; it is told as a diagnostic of its own.</summary>
/// <param name="id">The diagnostic.</param>
/// <param name="text">What is wrong and what to do.</param>
/// <param name="word">The verb that found it.</param>
internal sealed class ScriptMistake(string id, string text, string word) : ArgumentException(text)
{
    public string Id { get; } = id;

    public string Word { get; } = word;
}

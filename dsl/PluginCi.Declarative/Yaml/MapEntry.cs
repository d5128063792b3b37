namespace PluginCi.Declarative;

/// <summary>One key of a map with its value.</summary>
internal readonly record struct MapEntry(string Key, Place At, Node Value);

namespace PluginCi.Storage;

/// <summary>One archive of a cache, as a build left it.</summary>
/// <param name="Number">Its place among those of its scope, from 1; the newest has the greatest.</param>
/// <param name="IsOfKey">True when it has the key that was asked for, false when it is the newest of another.</param>
/// <param name="Bytes">How large it is.</param>
public sealed record CacheGeneration(int Number, bool IsOfKey, long Bytes);

namespace PluginCi.Server;

/// <summary>Where a server is.</summary>
/// <param name="Listen">Where it listens, with the real port.</param>
/// <param name="Url">What people reach it at.</param>
public sealed record ServerAddress(Uri Listen, Uri Url);

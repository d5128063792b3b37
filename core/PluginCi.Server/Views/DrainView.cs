namespace PluginCi.Server;

/// <summary>An executor gets no more builds.</summary>
/// <param name="Who">Who asked for it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">Since when.</param>
public sealed record DrainView(string Who, string Reason, DateTimeOffset Since);

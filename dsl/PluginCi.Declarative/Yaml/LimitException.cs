namespace PluginCi.Declarative;

/// <summary>A file goes beyond a limit of the reader; it is not read on.</summary>
internal sealed class LimitException(Place at, string message) : Exception(message)
{
    public Place At { get; } = at;
}

namespace PluginCi.Testing;

/// <summary>A test of what only root does.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "Not root.";
}

namespace PluginCi.Plugins;

/// <summary>How the calls of one plugin went.</summary>
internal sealed class Health
{
    private volatile string? _trouble;

    public PluginHealth State => _trouble is null ? PluginHealth.Healthy : PluginHealth.Unhealthy;

    public string Message => _trouble ?? "";

    public void Succeeded() => _trouble = null;

    public void Failed(string trouble) => _trouble = trouble;
}

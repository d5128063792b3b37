using PluginCi.Plugin;

namespace PluginCi.Plugins.Webhook;

/// <summary>The entry of the Webhook plugin: one notifier for each connection of its settings.</summary>
public sealed class WebhookPlugin : IPlugin, IAsyncDisposable
{
    private readonly HttpClient _http = WebhookNotifier.NewClient();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A setting is wrong; the message names it.</exception>
    public void Register(IPluginRegistry registry)
    {
        foreach (var connection in ConnectionSettings.ReadAll(registry.Context.Settings))
        {
            registry.AddNotifier(new WebhookNotifier(connection, _http, registry.Context.Clock));
        }
    }

    /// <summary>Ends all calls.</summary>
    /// <returns>When they have ended.</returns>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}

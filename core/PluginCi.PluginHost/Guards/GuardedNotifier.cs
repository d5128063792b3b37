using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>A notifier behind its guard.</summary>
internal sealed class GuardedNotifier(INotifier inner, CallGuard guard) : INotifier
{
    public string Connection { get; } = inner.Connection;

    public Task NotifyAsync(Notification notification, CancellationToken cancellationToken) => guard.CallAsync(
        nameof(NotifyAsync),
        async token =>
        {
            await inner.NotifyAsync(notification, token);
            return true;
        },
        cancellationToken);
}

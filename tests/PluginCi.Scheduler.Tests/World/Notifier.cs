using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>A server's way to people who want to know.</summary>
internal sealed class Notifier(string connection, Crowd crowd, Power power) : INotifier
{
    public string Connection => connection;

    /// <summary>What comes between it and the people; null for nothing.</summary>
    public Func<Notification, CancellationToken, Task>? Trouble { get; set; }

    public Task NotifyAsync(Notification notification, CancellationToken cancellationToken) => power.CallAsync(
        async () =>
        {
            await (Trouble?.Invoke(notification, cancellationToken) ?? Task.CompletedTask);
            crowd.Hear(connection, notification);
            return true;
        },
        cancellationToken);
}

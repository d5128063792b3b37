namespace PluginCi.Plugin;

/// <summary>Something that tells people of what the rules of the site name: a chat, a mailing list, a program of theirs. It takes no part in reviews: votes are the work of an <see cref="IReporter"/>.</summary>
/// <remarks>Since contract 1.9. It may fail or be away: nothing waits for it but what else it is to be told.</remarks>
public interface INotifier
{
    /// <summary>The name that rules of the site say, unique among notifiers. Always the same.</summary>
    string Connection { get; }

    /// <summary>Tells a notification. Must be idempotent by <see cref="Notification.Key"/>: it is repeated after a crash, and when nobody knows whether it was told.</summary>
    /// <param name="notification">The notification.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is told for good.</returns>
    /// <exception cref="OutsideException">It could not be told. It is tried again for an hour if that is transient, and else dropped with a warning.</exception>
    Task NotifyAsync(Notification notification, CancellationToken cancellationToken);
}

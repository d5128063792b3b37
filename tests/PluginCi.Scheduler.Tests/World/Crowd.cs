using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>People who are notified. They hear all that is told, also when it is told again.</summary>
internal sealed class Crowd
{
    private readonly Lock _guard = new();
    private readonly List<(string Connection, Notification Notification)> _heard = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<(string Connection, Notification Notification)> Heard
    {
        get
        {
            lock (_guard)
            {
                return [.. _heard];
            }
        }
    }

    public void Hear(string connection, Notification notification)
    {
        lock (_guard)
        {
            _heard.Add((connection, notification));
            _next.TrySetResult();
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until so many different things were told by a connection.</summary>
    /// <returns>Them, in the order in which they were first told.</returns>
    public async Task<Notification[]> HearAsync(string connection, int count)
    {
        while (true)
        {
            Task next;
            lock (_guard)
            {
                Notification[] told = [.. _heard.Where(one => one.Connection == connection).Select(one => one.Notification).DistinctBy(one => one.Key)];
                if (told.Length >= count)
                {
                    return told;
                }

                next = _next.Task;
            }

            await next.WaitAsync(Town.Soon);
        }
    }
}

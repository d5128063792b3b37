using Microsoft.Win32.SafeHandles;

namespace PluginCi.Plugins;

/// <summary>A service of a build that was started. What it runs in is the executor's own. Disposed of after its end, when nobody reads its output any more.</summary>
internal interface IRunningService : IAsyncDisposable
{
    /// <summary>Where all that it prints comes out.</summary>
    SafePipeHandle Output { get; }

    /// <summary>Done when it listens on its port and its readiness command passed. Never, if that never happens; then its end comes first.</summary>
    Task Ready { get; }

    /// <summary>Done when it has ended by itself or was ended: with its status, or null when that is not known.</summary>
    Task<int?> Ended { get; }

    /// <summary>Whether something listens on its port now.</summary>
    bool Listens { get; }

    /// <summary>What kept it from starting, in the words of what should have started it; empty for nothing.</summary>
    string Complaints { get; }

    /// <summary>A sentence about the first of its limits that was hit, or null.</summary>
    string? FindExceeded();

    /// <summary>Ends all that it started, and waits for that.</summary>
    Task EndAsync();
}

namespace PluginCi.Model;

/// <summary>How a build ended.</summary>
public enum BuildResult
{
    /// <summary>Every step ended with status 0.</summary>
    Success,

    /// <summary>A step ended with another status; the change is to blame.</summary>
    Failure,

    /// <summary>The job's time limit was over; the change is to blame.</summary>
    TimedOut,

    /// <summary>A limit on memory, processes, disk or output was hit; the change is to blame.</summary>
    LimitExceeded,

    /// <summary>The gate no longer wanted it.</summary>
    Cancelled,

    /// <summary>The worker vanished or could not start it; nobody is to blame, and it may be tried again.</summary>
    Lost,
}

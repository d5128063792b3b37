namespace PluginCi.Scheduler.Seeds;

/// <summary>What goes wrong between the server and the rest of the world.</summary>
internal enum Fault
{
    /// <summary>A call fails before it has an effect.</summary>
    CallFails,

    /// <summary>A call has its effect, and then fails.</summary>
    AnswerLost,

    /// <summary>A call takes its time.</summary>
    CallSlow,

    /// <summary>The remote refuses a push.</summary>
    PushRefused,

    /// <summary>A write to the database fails, and nothing is written.</summary>
    WriteFails,

    /// <summary>A write to the database is done, and then fails.</summary>
    WriteUnsure,

    /// <summary>The server dies right after a write.</summary>
    CrashAfterWrite,

    /// <summary>The server dies between two steps.</summary>
    Crash,

    /// <summary>A call that was under way when the server died has its effect after all, later.</summary>
    LateEffect,

    /// <summary>An event is never told.</summary>
    EventLost,

    /// <summary>An event is told again.</summary>
    EventRepeated,

    /// <summary>An event is told before earlier ones.</summary>
    EventReordered,

    /// <summary>An event is told late.</summary>
    EventDelayed,

    /// <summary>The stream of events breaks off.</summary>
    StreamBroken,

    /// <summary>The machine of a build is gone.</summary>
    ExecutorVanishes,

    /// <summary>A build does not answer until all is well again.</summary>
    ExecutorSilent,

    /// <summary>A build that should pass fails.</summary>
    Flake,
}

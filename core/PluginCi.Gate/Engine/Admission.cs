namespace PluginCi.Gating;

/// <summary>What came of letting a change into a queue.</summary>
internal abstract record Admission
{
    /// <summary>It is in the queue now.</summary>
    public sealed record Entered : Admission;

    /// <summary>It was in the queue already.</summary>
    public sealed record IsThere : Admission;

    /// <summary>It may enter later by itself.</summary>
    /// <param name="Reason">For what, without a full stop.</param>
    /// <param name="IsTold">True when it is reported, as nobody would expect it.</param>
    public sealed record Waits(string Reason, bool IsTold = false) : Admission;

    /// <summary>It cannot enter until somebody changes something.</summary>
    public sealed record Refused(string Reason) : Admission;
}

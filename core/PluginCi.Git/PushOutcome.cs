namespace PluginCi.Git;

/// <summary>How a push ended.</summary>
public abstract record PushOutcome
{
    private PushOutcome()
    {
    }

    /// <summary>The branch pointed to the expected tip and now points to the commit.</summary>
    public sealed record Pushed : PushOutcome;

    /// <summary>The branch points to the commit already, for example because the push is repeated after a crash.</summary>
    public sealed record AlreadyThere : PushOutcome;

    /// <summary>The branch points to something else than was expected; nothing was changed.</summary>
    /// <param name="Actual">Where it points, or null when there is no such branch.</param>
    public sealed record TipMoved(string? Actual) : PushOutcome;

    /// <summary>The remote does not want it; nothing was changed.</summary>
    /// <param name="Reason">The remote's words.</param>
    public sealed record Refused(string Reason) : PushOutcome;
}

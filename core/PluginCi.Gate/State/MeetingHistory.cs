namespace PluginCi.Gating;

/// <summary>How often changes that touch the same, and were merged one behind the other, did not go together.</summary>
/// <param name="Meetings">How many pairs there were; older ones count less and less.</param>
/// <param name="Clashes">In how many of them the later change was rejected for it, as far as can be guessed.</param>
public sealed record MeetingHistory(double Meetings = 0, double Clashes = 0)
{
    // After 2,000 more pairs a pair counts half.
    private const double Fading = 0.99965;

    /// <summary>The chance that a change does not go with one that it touches, from 0 to 1; without history, one in thirty.</summary>
    public double Rate => Math.Min(1, (Clashes + 1) / (Meetings + 30));

    /// <summary>How likely it is that a change that failed did so for those it touches, from 0 to 1.</summary>
    /// <param name="met">How many it was tested with.</param>
    /// <param name="ownChance">The chance to fail by itself that it was thought to have, from 0 to 1.</param>
    /// <returns>The chance.</returns>
    public double Blame(int met, double ownChance)
    {
        var clash = 1 - Math.Pow(1 - Rate, met);
        return met == 0 ? 0 : clash / (1 - ((1 - ownChance) * (1 - clash)));
    }

    /// <summary>The history with one more decision.</summary>
    /// <param name="met">How many changes that it touches it was tested with.</param>
    /// <param name="blame">How likely it is that it failed for one of them, from 0 to 1.</param>
    /// <returns>The history.</returns>
    public MeetingHistory With(int met, double blame)
    {
        var fading = Math.Pow(Fading, met);
        return new MeetingHistory((Meetings * fading) + met, (Clashes * fading) + blame);
    }
}

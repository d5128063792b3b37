namespace PluginCi.Gating;

/// <summary>How often changes that touch the same, and were merged one behind the other, did not go together.</summary>
/// <param name="Meetings">How many pairs there were; older ones count less and less.</param>
/// <param name="Clashes">In how many of them the later change was rejected for it, as far as can be guessed.</param>
public sealed record MeetingHistory(double Meetings = 0, double Clashes = 0)
{
    // After 500 more pairs a pair counts half.
    private const double Fading = 0.99861;

    /// <summary>The chance that a change does not go with one that it touches, from 0 to 1; without history, one in thirty.</summary>
    public double Rate => Math.Min(1, (Clashes + 1) / (Meetings + 30));

    /// <summary>The history with one more decision.</summary>
    /// <param name="met">How many changes that it touches merged while it was tested.</param>
    /// <param name="hasPassed">What became of it.</param>
    /// <param name="ownChance">The chance to fail by itself that it was thought to have, from 0 to 1.</param>
    /// <returns>The history.</returns>
    public MeetingHistory With(int met, bool hasPassed, double ownChance)
    {
        // A failure is blamed on the meetings as far as they explain it better than the change itself does.
        var clash = 1 - Math.Pow(1 - Rate, met);
        var blame = hasPassed || met == 0 ? 0 : clash / (1 - ((1 - ownChance) * (1 - clash)));
        var fading = Math.Pow(Fading, met);
        return new MeetingHistory((Meetings * fading) + met, (Clashes * fading) + blame);
    }
}

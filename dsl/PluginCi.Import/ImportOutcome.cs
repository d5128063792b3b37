namespace PluginCi.Import;

/// <summary>What became of something that was read.</summary>
public enum ImportOutcome
{
    /// <summary>The scripts say the same.</summary>
    Carried,

    /// <summary>The scripts say something that is near to it; the note says what is different.</summary>
    Approximated,

    /// <summary>The scripts do not say it; the note says what a person has to decide.</summary>
    NeedsPerson,
}

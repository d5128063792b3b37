namespace PluginCi.Simulation;

/// <summary>A change of a workload, with all that fate has in store for it.</summary>
/// <param name="Number">Its place among all, from 0.</param>
/// <param name="At">When it comes, in minutes.</param>
/// <param name="Minutes">How long its builds take.</param>
/// <param name="Author">Whose it is.</param>
/// <param name="Passes">True when it passes where nothing conflicts with it.</param>
/// <param name="PotentialWith">The earlier changes that it may conflict with.</param>
/// <param name="ConflictsWith">Those of them that it really conflicts with, if they were not there when it was made.</param>
internal sealed record Arrival(int Number, double At, double Minutes, string Author, bool Passes, int[] PotentialWith, int[] ConflictsWith)
{
    // A change that came more than a day earlier is there when a new one is made, whatever the gate.
    private const double MostMinutesApart = 24 * 60;

    /// <summary>Draws the changes of a workload.</summary>
    public static Arrival[] Draw(Workload workload, int seed)
    {
        var dice = new Dice((ulong)seed);
        var arrivals = new List<Arrival>();
        var wides = new List<bool>();
        var earliest = 0;
        foreach (var traced in Times(workload, dice))
        {
            var at = traced.Minute;
            var isGood = dice.Fraction() < workload.GoodShare;
            var isWide = dice.Fraction() < workload.WideShare;
            var minutes = DrawMinutes(workload, dice) * (isWide ? workload.WideSlower : 1);
            var passes = dice.Fraction() < (isGood ? workload.GoodPasses : workload.BadPasses);
            while (arrivals.Count > earliest && arrivals[earliest].At < at - MostMinutesApart)
            {
                earliest++;
            }

            var (potential, real) = Conflicts(workload, dice, arrivals.Count, earliest, isWide, wides);
            var author = !workload.TellsKind ? "somebody" : traced.Author ?? (isGood ? "careful" : "careless");
            arrivals.Add(new Arrival(arrivals.Count, at, traced.BuildMinutes ?? minutes, author, traced.Passes ?? passes, potential, real));
            wides.Add(isWide);
        }

        return [.. arrivals];
    }

    private static IEnumerable<TracedChange> Times(Workload workload, Dice dice)
    {
        foreach (var traced in workload.Trace)
        {
            yield return traced;
        }

        for (var at = 0.0; workload.PerHour > 0;)
        {
            at -= 60 / workload.PerHour * Math.Log(1 - dice.Fraction());
            if (at >= workload.Hours * 60)
            {
                yield break;
            }

            yield return new TracedChange(at);
        }
    }

    private static double DrawMinutes(Workload workload, Dice dice)
    {
        if (workload.UniformMinutes is { } bounds)
        {
            return bounds.From + (dice.Fraction() * (bounds.To - bounds.From));
        }

        var normal = Math.Sqrt(-2 * Math.Log(1 - dice.Fraction())) * Math.Cos(2 * Math.PI * dice.Fraction());
        return Math.Min(workload.CapMinutes, workload.MedianMinutes * Math.Exp(workload.Sigma * normal));
    }

    private static (int[] Potential, int[] Real) Conflicts(Workload workload, Dice dice, int number, int earliest, bool isWide, List<bool> wides)
    {
        var potential = new List<int>();
        var real = new List<int>();
        for (var other = earliest; other < number; other++)
        {
            var chance = isWide || wides[other] ? Math.Max(workload.WidePotential, workload.PotentialConflicts) : workload.PotentialConflicts;
            if (dice.Fraction() < chance)
            {
                potential.Add(other);
                if (dice.Fraction() < workload.RealConflicts)
                {
                    real.Add(other);
                }
            }
        }

        return ([.. potential], [.. real]);
    }
}

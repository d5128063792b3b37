namespace PluginCi.Scheduler.Seeds;

/// <summary>An invariant does not hold.</summary>
internal sealed class SeedFault(string message) : Exception(message)
{
    public static void Demand(bool holds, string fault)
    {
        if (!holds)
        {
            throw new SeedFault(fault);
        }
    }
}

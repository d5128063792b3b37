namespace PluginCi.Import;

/// <summary>A test over files of real projects; it is skipped where they are not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SampleFactAttribute : FactAttribute
{
    public SampleFactAttribute()
    {
        if (!Samples.Exist)
        {
            Skip = Samples.Missing;
        }
    }
}

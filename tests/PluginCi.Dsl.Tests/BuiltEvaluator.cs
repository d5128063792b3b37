namespace PluginCi.Dsl;

/// <summary>The evaluator that was built with these tests.</summary>
internal static class BuiltEvaluator
{
    // artifacts/bin/PluginCi.Dsl.Tests/CONFIGURATION -> artifacts/bin/PluginCi.Dsl.Evaluator/CONFIGURATION
    public static string Assembly
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(here.Parent!.Parent!.FullName, "PluginCi.Dsl.Evaluator", here.Name, "PluginCi.Dsl.Evaluator.dll");
        }
    }
}

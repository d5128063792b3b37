using Acornima;

namespace PluginCi.Dsl.Hosting;

/// <summary>Looks at expressions of policies before they are used.</summary>
internal static class PolicyExpression
{
    /// <returns>What is wrong, one sentence, or null.</returns>
    public static string? FindTrouble(string expression)
    {
        try
        {
            _ = new Parser().ParseExpression(expression, strict: true);
            return null;
        }
        catch (ParseErrorException exception)
        {
            return $"it is no expression in JavaScript: {exception.Message.TrimEnd('.')}.";
        }
    }
}

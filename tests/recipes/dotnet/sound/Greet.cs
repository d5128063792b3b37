namespace Example;

/// <summary>Greets somebody.</summary>
public static class Greet
{
    /// <summary>Gives the words.</summary>
    public static string Say(string name) => $"Hello, {name}!";
}

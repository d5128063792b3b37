namespace PluginCi.Declarative;

/// <summary>What a single value is, by the rules of YAML 1.1, which the readers of both formats follow.</summary>
[Flags]
internal enum ScalarKind
{
    Text = 1,

    /// <summary>A whole number.</summary>
    Number = 2,

    /// <summary>A number that is not whole.</summary>
    Fraction = 4,

    /// <summary>true, false, yes, no, on, off.</summary>
    Flag = 8,

    /// <summary>Nothing at all, ~ or null.</summary>
    Nothing = 16,
}

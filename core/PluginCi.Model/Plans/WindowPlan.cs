namespace PluginCi.Model;

/// <summary>How many items at the front of a queue may have running builds.</summary>
/// <param name="Start">Items at the start, 1 or more; 0 means no limit. Default 20.</param>
/// <param name="Floor">Smallest size after failures, 1 or more. Default 3.</param>
/// <param name="Ceiling">Largest size; 0 means none. Default 0.</param>
/// <param name="Increase">How it grows with each merge. Default linear by 1.</param>
/// <param name="Decrease">How it shrinks when tests failed at the head. Default exponential by 2.</param>
/// <remarks>Source: Zuul pipeline attributes <c>window</c>, <c>window-floor</c>, <c>window-ceiling</c>, <c>window-increase-type</c> and the like.</remarks>
public sealed record WindowPlan(int Start = 20, int Floor = 3, int Ceiling = 0, WindowStep? Increase = null, WindowStep? Decrease = null)
{
    /// <summary>How it grows with each merge.</summary>
    public WindowStep Increase { get; init; } = Increase ?? new WindowStep(WindowStepKind.Linear, 1);

    /// <summary>How it shrinks when tests failed at the head.</summary>
    public WindowStep Decrease { get; init; } = Decrease ?? new WindowStep(WindowStepKind.Exponential, 2);

    /// <summary>The size after a merge.</summary>
    /// <param name="size">The size before; 0 means no limit and stays.</param>
    /// <returns>The size, never above the ceiling.</returns>
    public int Grown(int size) => size switch
    {
        0 => 0,
        _ when Ceiling > 0 => Math.Min(Ceiling, Increase.Up(size)),
        _ => Increase.Up(size),
    };

    /// <summary>The size after a failure of tests at the head.</summary>
    /// <param name="size">The size before; 0 means no limit and stays.</param>
    /// <returns>The size, never below the floor.</returns>
    public int Shrunk(int size) => size == 0 ? 0 : Math.Max(Floor, Decrease.Down(size));
}

/// <summary>One step of a window.</summary>
/// <param name="Kind">Whether the number is added or multiplied.</param>
/// <param name="Amount">The number, 1 or more.</param>
public sealed record WindowStep(WindowStepKind Kind, int Amount)
{
    /// <summary>One step up.</summary>
    /// <param name="size">The size before.</param>
    /// <returns>The size after it.</returns>
    public int Up(int size) => Kind == WindowStepKind.Linear ? size + Amount : size * Amount;

    /// <summary>One step down.</summary>
    /// <param name="size">The size before.</param>
    /// <returns>The size after it, rounded down.</returns>
    public int Down(int size) => Kind == WindowStepKind.Linear ? size - Amount : size / Amount;
}

/// <summary>How a window changes.</summary>
public enum WindowStepKind
{
    /// <summary>By addition.</summary>
    Linear,

    /// <summary>By multiplication.</summary>
    Exponential,
}

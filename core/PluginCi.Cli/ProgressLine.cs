namespace PluginCi.Cli;

/// <summary>One line on a terminal that says how far a long work is; nothing where nobody looks.</summary>
/// <param name="total">How many things there are to do.</param>
internal sealed class ProgressLine(int total) : IDisposable
{
    // Fewer are done before anybody reads the line.
    private const int Many = 20;

    private const string EraseLine = "\r\u001b[2K";

    private readonly bool _isShown = total >= Many && !Console.IsErrorRedirected;
    private int _done;

    /// <summary>Says that the next thing is begun.</summary>
    public void Show(string what)
    {
        _done++;
        if (_isShown)
        {
            Console.Error.Write($"{EraseLine}{_done}/{total} {what}");
        }
    }

    /// <summary>Makes room for other output.</summary>
    public void Clear()
    {
        if (_isShown)
        {
            Console.Error.Write(EraseLine);
        }
    }

    public void Dispose() => Clear();
}

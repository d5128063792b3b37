using System.Text;

namespace PluginCi.Plugins.Ssh;

/// <summary>What start-up files of the account's shell print before a command, up to a mark; it is dropped.</summary>
internal sealed class Preamble(Func<ReadOnlyMemory<byte>, ValueTask> output)
{
    private const string Mark = "pluginci-up";

    private static readonly byte[] End = Encoding.ASCII.GetBytes(Mark + "\n");

    private byte[] _last = [];

    /// <summary>A shell command that ends it. It runs before any other, in whatever shell the account has.</summary>
    public static string Command => $"echo {Mark}";

    /// <summary>True once the mark was read: the machine has answered.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Goes on, and gives out what comes after it.</summary>
    public ValueTask TakeAsync(ReadOnlyMemory<byte> piece)
    {
        if (IsOver)
        {
            return output(piece);
        }

        byte[] text = [.. _last, .. piece.Span];
        var start = text.AsSpan().IndexOf(End);
        IsOver = start >= 0;
        _last = IsOver ? [] : text[^Math.Min(text.Length, End.Length - 1)..];
        return start >= 0 && start + End.Length < text.Length ? output(text.AsMemory(start + End.Length)) : ValueTask.CompletedTask;
    }
}

using System.Text;
using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>The text of a declarative file from its bytes.</summary>
public static class FileText
{
    /// <summary>The longest file, in bytes: all that is longer is refused, so no more than one byte beyond it need be read.</summary>
    public const int LongestFile = 1_000_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes UTF-8, with or without its mark.</summary>
    /// <param name="path">The file, as messages name it.</param>
    /// <param name="bytes">All of it, or what is longer than <see cref="LongestFile"/>.</param>
    /// <returns>The text, or what is wrong with the bytes: exactly one of both.</returns>
    public static (string? Text, Diagnostic? Problem) Decode(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestFile)
        {
            return (null, Problem(path, default, DeclarativeDiagnostics.TooMuch, $"the file is longer than the {LongestFile} bytes that are allowed"));
        }

        try
        {
            return (Strict.GetString(bytes).TrimStart('\uFEFF'), null);
        }
        catch (DecoderFallbackException trouble)
        {
            var line = 1 + bytes[..Math.Max(0, trouble.Index)].Count((byte)'\n');
            return (null, Problem(path, new Place(line, 0), DeclarativeDiagnostics.CannotRead, "this line is not UTF-8; save the file as UTF-8"));
        }
    }

    /// <summary>What a file is told that cannot be read at all.</summary>
    /// <param name="path">The file, as messages name it.</param>
    /// <param name="why">The reason, without a full stop.</param>
    public static Diagnostic CannotRead(string path, string why) => Problem(path, default, DeclarativeDiagnostics.CannotRead, why);

    private static Diagnostic Problem(string path, Place at, string id, string text) => new(path, at.Line, at.Column, DiagnosticSeverity.Error, id, text);
}

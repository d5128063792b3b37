using System.Text;

namespace PluginCi.Scheduler;

/// <summary>Where the value of a secret is: in an environment variable of this process, or in a file. It is read whenever a build needs it, and kept nowhere.</summary>
public sealed class SecretReference
{
    /// <summary>The fewest characters of a value: what is shorter stands in too much else to be hidden.</summary>
    public const int LeastLength = 8;

    /// <summary>The most bytes of a value.</summary>
    public const int MostBytes = 64 << 10;

    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string? _variable;
    private readonly string? _file;

    private SecretReference(string? variable, string? file) => (_variable, _file) = (variable, file);

    /// <summary>One in an environment variable of this process.</summary>
    /// <param name="name">The variable.</param>
    /// <returns>The reference.</returns>
    public static SecretReference OfVariable(string name) => new(name, null);

    /// <summary>One in a file. A line's end at its end is none of the value.</summary>
    /// <param name="path">The file, which others must have no rights to.</param>
    /// <returns>The reference.</returns>
    public static SecretReference OfFile(string path) => new(null, path);

    /// <summary>Reads what people write on a command line.</summary>
    /// <param name="text"><c>env:NAME</c> or <c>file:PATH</c>.</param>
    /// <returns>The reference, or null for anything else.</returns>
    public static SecretReference? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(':', 2) switch
        {
            ["env", { Length: > 0 } name] => OfVariable(name),
            ["file", { Length: > 0 } path] => OfFile(Path.GetFullPath(path)),
            _ => null,
        };
    }

    /// <summary>Reads the value.</summary>
    /// <param name="name">The secret's name, for messages.</param>
    /// <returns>The value.</returns>
    /// <exception cref="SecretException">It is not there, or cannot be used.</exception>
    public string Read(string name)
    {
        var value = _file is null ? Environment.GetEnvironmentVariable(_variable!) : ReadFile(name, _file);
        return FindTrouble(value) is { } trouble ? throw Trouble(name, trouble) : value!;
    }

    private static string? FindTrouble(string? value) =>
        string.IsNullOrEmpty(value) ? "is empty or not set; set it."
        : value.Length < LeastLength ? $"has less than {LeastLength} characters, so that it could not be hidden in logs; use a longer one."
        : value.Contains('\0', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(value) > MostBytes ? $"is no text of at most {MostBytes} bytes without the character NUL, as a variable can hold; encode it."
        : null;

    private string ReadFile(string name, string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
            {
                throw Trouble(name, "can be read or changed by everybody on this machine; take the rights of others away: chmod o-rwx.");
            }

            // One more than it may have is enough to see that.
            var bytes = new byte[MostBytes + 3];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes, 0, length);
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Trouble(name, $"cannot be read: {exception.Message}");
        }
        catch (DecoderFallbackException)
        {
            throw Trouble(name, "is no text in UTF-8; encode it, for example by base64.");
        }
    }

    private SecretException Trouble(string name, string trouble) =>
        new($"The secret '{name}' is not to be had: {(_file is null ? $"the environment variable {_variable} of the server" : $"the file {_file}")} {trouble}");
}

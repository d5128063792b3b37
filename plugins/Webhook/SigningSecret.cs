namespace PluginCi.Plugins.Webhook;

/// <summary>The secret that signs what is posted. It is read whenever something is, so that a new one counts at once, and kept nowhere.</summary>
internal static class SigningSecret
{
    private const int LeastBytes = 8;
    private const int MostBytes = 4096;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Reads it. A line's end at its end is none of it.</summary>
    /// <exception cref="ArgumentException">It cannot be used; the message names the file.</exception>
    public static byte[] Read(ConnectionSettings connection)
    {
        try
        {
            using var file = new FileStream(connection.SecretFile!, FileMode.Open, FileAccess.Read);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
            {
                throw Wrong(connection, "can be read or changed by everybody on this machine; take the rights of others away: chmod o-rwx");
            }

            var bytes = new byte[MostBytes + 1];
            var secret = bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).TrimEnd("\r\n"u8);
            return secret.Length is >= LeastBytes and <= MostBytes ? secret.ToArray() : throw Wrong(connection, $"has {secret.Length} bytes; write {LeastBytes} to {MostBytes}, for example by openssl rand -hex 32");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Wrong(connection, $"cannot be read: {exception.Message}");
        }
    }

    private static ArgumentException Wrong(ConnectionSettings connection, string trouble) => new($"The secret of the webhook '{connection.Name}', in {connection.SecretFile}, {trouble}.");
}

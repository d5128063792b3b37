using System.Security.Cryptography;
using System.Text;
using PluginCi.Model;

namespace PluginCi.Plugins;

/// <summary>Who this server is to a cluster or a machine that it shares with others: the same after a restart, another one with another database.</summary>
internal sealed class ServerIdentity
{
    private const int KeyBytes = 32;

    private readonly byte[] _key;

    private ServerIdentity(byte[] key)
    {
        _key = key;
        Name = Convert.ToHexStringLower(Derive("server"))[..12];
    }

    /// <summary>The name, which anybody may see.</summary>
    public string Name { get; }

    /// <summary>Reads the identity that a folder holds, and makes one when there is none.</summary>
    public static ServerIdentity Of(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "server.key");
        if (!File.Exists(path))
        {
            var temporary = path + ".new";
            using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
                file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path);
        }

        return new ServerIdentity(File.ReadAllBytes(path));
    }

    /// <summary>A word that the steps of a build cannot know, the same whenever it is asked for.</summary>
    public string SecretOf(BuildId build) => Convert.ToHexStringLower(Derive($"build {build.Value}"))[..32];

    private byte[] Derive(string what) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(what));
}

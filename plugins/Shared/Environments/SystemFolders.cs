using System.Security.Cryptography;
using System.Text;

namespace PluginCi.Plugins.Environments;

/// <summary>The folder of a store, on disk: what is in it is named by what was declared and what it came to, and is there whole or not at all.</summary>
/// <remarks>Several servers, and several plugins of one, may share it.</remarks>
internal sealed class SystemFolders
{
    private const string Unfinished = "unfinished-";

    private static int _lastNumber;

    private readonly string _folder;

    /// <summary>Takes the folder, and removes what a server that was killed left in it.</summary>
    /// <param name="folder">Its absolute path; made when it is not there.</param>
    public SystemFolders(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(_folder);
        RemoveLeftovers();
    }

    /// <summary>All that is whole.</summary>
    public IEnumerable<SystemRoot> All => Directory.GetDirectories(_folder).Where(IsWhole).Select(folder => new SystemRoot(folder));

    /// <summary>What a declaration came to last, or null.</summary>
    /// <param name="declared">The first half of its name.</param>
    public SystemRoot? Find(string declared) => Directory
        .EnumerateDirectories(_folder, declared + "-*")
        .Select(folder => new SystemRoot(folder))
        .MaxBy(root => root.Resolved);

    /// <summary>Begins what is not whole yet; to be deleted by who made it if it is still there in the end.</summary>
    /// <param name="declared">The first half of its name.</param>
    public SystemRoot Begin(string declared) => new(Directory.CreateDirectory(NewName(declared)).FullName);

    /// <summary>Gives what is whole now its name, at once. When it is there already, that one stays, as builds may be running on it.</summary>
    /// <param name="made">What was begun.</param>
    /// <param name="declared">The first half of its name.</param>
    /// <returns>The one that is there.</returns>
    public SystemRoot Keep(SystemRoot made, string declared)
    {
        var whole = new SystemRoot(Path.Combine(_folder, $"{declared}-{Hash(File.ReadAllText(made.Lock))}"));
        try
        {
            Directory.Move(made.Folder, whole.Folder);
        }
        catch (IOException) when (Directory.Exists(whole.Folder))
        {
            (whole.Resolved, whole.Used) = (made.Resolved, made.Used);
        }

        return whole;
    }

    /// <summary>Takes the name from what was whole, at once, so that nobody finds it any more.</summary>
    /// <param name="root">What was whole.</param>
    /// <returns>Where it is now, to be deleted.</returns>
    public string Retire(SystemRoot root)
    {
        var retired = NewName(root.Name);
        Directory.Move(root.Folder, retired);
        return retired;
    }

    /// <summary>Deletes a folder if it is there.</summary>
    /// <param name="folder">The folder.</param>
    public static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Half a name.</summary>
    /// <param name="text">What it is of.</param>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    private void RemoveLeftovers()
    {
        foreach (var folder in Directory.GetDirectories(_folder, Unfinished + "*"))
        {
            if (Path.GetFileName(folder)[Unfinished.Length..].Split('-') is [var process, var start, ..] && !ServerProcess.MayRun($"{process}-{start}"))
            {
                Delete(folder);
            }
        }
    }

    // The plugins of one server may share the folder, and each counts for itself.
    private string NewName(string name) => Path.Combine(
        _folder, FormattableString.Invariant($"{Unfinished}{ServerProcess.Name}-{typeof(SystemFolders).Assembly.GetName().Name}-{Interlocked.Increment(ref _lastNumber)}-{name}"));

    private static bool IsWhole(string folder) => !Path.GetFileName(folder).StartsWith(Unfinished, StringComparison.Ordinal);
}

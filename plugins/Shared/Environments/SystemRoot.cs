using System.Globalization;
using PluginCi.Model;

namespace PluginCi.Plugins.Environments;

/// <summary>A system in a folder that is shown to builds read-only.</summary>
/// <param name="Folder">The folder that holds it, its shell and the list of its packages.</param>
internal sealed record SystemRoot(string Folder)
{
    /// <summary>Its name: what was declared and what it came to, as hashes.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>What builds see as <c>/</c>.</summary>
    public string Files => Path.Combine(Folder, "root");

    /// <summary>A copy of its shell that can be run but not read: see <see cref="Furniture.CopyShell"/>.</summary>
    public string Shell => Path.Combine(Folder, "sh");

    /// <summary>Its packages, a line of <c>name=version</c> each, sorted.</summary>
    public string Lock => Path.Combine(Folder, "packages.lock");

    /// <summary>The variables that its image sets, a line of <c>NAME=VALUE</c> each; only an image has it.</summary>
    public string VariablesFile => Path.Combine(Folder, "variables");

    /// <summary>The names of all packages that its sources have, a line each.</summary>
    public string Available => Path.Combine(Folder, "available");

    /// <summary>The archive of a base, which has it in place of the files: see <see cref="BaseSystems"/>.</summary>
    public string BaseArchive => Path.Combine(Folder, "base.tar");

    /// <summary>When its packages were last asked for, in UTC.</summary>
    public DateTime Resolved
    {
        get => File.GetLastWriteTimeUtc(Lock);
        set => File.SetLastWriteTimeUtc(Lock, value);
    }

    /// <summary>When a build was last given it, in UTC.</summary>
    public DateTime Used
    {
        get => File.GetLastWriteTimeUtc(UsedFile);
        set
        {
            File.WriteAllBytes(UsedFile, []);
            File.SetLastWriteTimeUtc(UsedFile, value);
        }
    }

    /// <summary>How many bytes it takes; counted once.</summary>
    public long Bytes
    {
        get
        {
            if (!File.Exists(BytesFile))
            {
                var all = new DirectoryInfo(Folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint });
                File.WriteAllText(BytesFile, all.Sum(file => file.Length).ToString(CultureInfo.InvariantCulture));
            }

            return long.Parse(File.ReadAllText(BytesFile), CultureInfo.InvariantCulture);
        }
    }

    private string BytesFile => Path.Combine(Folder, "bytes");

    private string UsedFile => Path.Combine(Folder, "used");

    /// <summary>It in a line: the image, or the declared packages with their versions and how many there are in all.</summary>
    /// <param name="plan">What it was declared as.</param>
    /// <returns>The line.</returns>
    public string Describe(EnvironmentPlan plan) => plan is DebianPlan debian ? Describe(debian) : $"It runs in the {plan}: environment {Name}.";

    private string Describe(DebianPlan plan)
    {
        var all = ReadPackages();
        var declared = plan.Packages.Select(package => package.Split('=')[0]).Where(all.ContainsKey).Select(name => $"{name}={all[name]}");
        return $"It runs on Debian {string.Join(' ', declared.Prepend(plan.Suite))}, {all.Count} packages in all: environment {Name}.";
    }

    /// <summary>Its packages' versions by name.</summary>
    /// <returns>As recorded when it was made.</returns>
    public SortedDictionary<string, string> ReadPackages() =>
        new(File.ReadLines(Lock).Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]), StringComparer.Ordinal);

    /// <summary>The variables that its image sets, by name; none of a system that was made of packages.</summary>
    /// <returns>Names and values.</returns>
    public IEnumerable<KeyValuePair<string, string>> ReadVariables() =>
        File.Exists(VariablesFile) ? File.ReadLines(VariablesFile).Select(line => line.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1])) : [];

    /// <summary>Looks for a file as a program would that has the system as its root, so that no link leads out of it.</summary>
    /// <param name="path">Its path from the root.</param>
    /// <returns>Where it is, without a link on the way; null when there is none.</returns>
    public string? Find(string path)
    {
        const int MostLinks = 40;
        var rest = new Stack<string>(Parts(path));
        var found = new List<string>();
        for (var links = 0; rest.TryPop(out var name);)
        {
            if (name is "." or "..")
            {
                found.RemoveRange(Math.Max(0, found.Count - (name.Length - 1)), Math.Min(found.Count, name.Length - 1));
                continue;
            }

            found.Add(name);
            if (new FileInfo(Path.Combine([Files, .. found])).LinkTarget is { } target)
            {
                if (++links > MostLinks)
                {
                    return null;
                }

                found.RemoveRange(target.StartsWith('/') ? 0 : found.Count - 1, target.StartsWith('/') ? found.Count : 1);
                foreach (var part in Parts(target))
                {
                    rest.Push(part);
                }
            }
        }

        var whole = Path.Combine([Files, .. found]);
        return File.Exists(whole) ? whole : null;
    }

    private static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse();
}

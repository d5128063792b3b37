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

    /// <summary>The names of all packages that its sources have, a line each.</summary>
    public string Available => Path.Combine(Folder, "available");

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

    private string UsedFile => Path.Combine(Folder, "used");

    /// <summary>It in a line: the declared packages with their versions, and how many there are in all.</summary>
    /// <param name="plan">What it was declared as.</param>
    /// <returns>The line.</returns>
    public string Describe(DebianPlan plan)
    {
        var all = ReadPackages();
        var declared = plan.Packages.Select(package => package.Split('=')[0]).Where(all.ContainsKey).Select(name => $"{name}={all[name]}");
        return $"It runs on Debian {string.Join(' ', declared.Prepend(plan.Suite))}, {all.Count} packages in all: environment {Name}.";
    }

    /// <summary>Its packages' versions by name.</summary>
    /// <returns>As recorded when it was made.</returns>
    public SortedDictionary<string, string> ReadPackages() =>
        new(File.ReadLines(Lock).Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]), StringComparer.Ordinal);
}

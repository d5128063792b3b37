using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Environments;

/// <summary>What a build declared to run on, with what its checkout says of that.</summary>
/// <param name="Plan">The declaration.</param>
/// <param name="Locked">The exact packages of its lock, a line of <c>name=version</c> each, sorted; empty without one.</param>
internal sealed partial record DeclaredSystem(EnvironmentPlan Plan, ImmutableArray<string> Locked)
{
    // Thousands of packages.
    private const int LargestFile = 1 << 20;

    /// <summary>True when it can come to one thing only, so that there is nothing to renew.</summary>
    public bool IsExact => Plan is ImagePlan || !Locked.IsEmpty;

    /// <summary>Reads what a build declared for its steps or for a service.</summary>
    /// <param name="request">The build; its checkout is there, and may hold anything.</param>
    /// <param name="plan">What it declared, or null.</param>
    /// <returns>The declaration, or null when there is none.</returns>
    /// <exception cref="EnvironmentException">The file of its lock is not there or no lock.</exception>
    public static DeclaredSystem? Of(BuildRequest request, EnvironmentPlan? plan) => plan switch
    {
        null => null,
        DebianPlan { LockFile: { } file } debian => new DeclaredSystem(plan, Read(request, debian, file)),
        _ => new DeclaredSystem(plan, []),
    };

    private static ImmutableArray<string> Read(BuildRequest request, DebianPlan plan, string name)
    {
        var path = Path.Combine(request.Workspace, request.StartIn);
        foreach (var part in name.Split('/'))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw Wrong($"{name} is or is behind a link. Put the file itself there");
            }
        }

        if (!File.Exists(path) || new FileInfo(path).Length > LargestFile)
        {
            throw Wrong($"there is no file {name} of at most {LargestFile} bytes in the repository. Write it as the page of the pipeline language shows");
        }

        string[] lines = [.. File.ReadLines(path).Where(line => line.Length > 0).Order(StringComparer.Ordinal)];
        return lines.Length == 0 ? throw Wrong($"{name} is empty")
            : Array.Find(lines, line => !Form().IsMatch(line)) is { } bad ? throw Wrong($"{name} has the line '{(bad.Length > 80 ? bad[..80] : bad)}'; expected NAME=VERSION in each")
            : [.. lines.Distinct(StringComparer.Ordinal)];

        EnvironmentException Wrong(string what) => new($"{plan} cannot be made as it is declared: {what}.");
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9+.-]*=[A-Za-z0-9.+~:-]+\z")]
    private static partial Regex Form();
}

using System.Text.RegularExpressions;
using PluginCi.Dsl;

namespace PluginCi.Cli;

/// <summary>The first files of a release engineer's own library of recipes.</summary>
internal static partial class RecipeTemplate
{
    private const string Root = "Templates/recipe/";

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // What a library is compiled against; each with the help that editors show.
    private static readonly string[] Assemblies = ["PluginCi.Dsl", "PluginCi.Model", "PluginCi.Pipelines"];

    /// <summary>Whether a library can have this name: it is that of an assembly and of a namespace.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>Writes what is not there yet, and the assemblies of this version.</summary>
    /// <returns>The files that were written, without the assemblies, by their paths from the folder.</returns>
    public static IReadOnlyList<string> Write(string name, string folder)
    {
        var written = new List<string>();
        foreach (var resource in typeof(RecipeTemplate).Assembly.GetManifestResourceNames().Where(resource => resource.StartsWith(Root, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var path = resource[Root.Length..].Replace("NAME.csproj", $"{name}.csproj", StringComparison.Ordinal).Replace("gitignore", ".gitignore", StringComparison.Ordinal);
            var target = Path.Combine(folder, path);
            if (!File.Exists(target))
            {
                using var text = new StreamReader(typeof(RecipeTemplate).Assembly.GetManifestResourceStream(resource)!);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.WriteAllText(target, text.ReadToEnd().Replace("__NAME__", name, StringComparison.Ordinal));
                written.Add(path);
                if (path.EndsWith(".sh", StringComparison.Ordinal) && !OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(target, Executable);
                }
            }
        }

        CopyAssemblies(Path.Combine(folder, "lib"));
        return written;
    }

    private static void CopyAssemblies(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Assemblies.SelectMany(name => new[] { $"{name}.dll", $"{name}.xml" }))
        {
            File.Copy(Path.Combine(Path.GetDirectoryName(typeof(Ci).Assembly.Location)!, file), Path.Combine(folder, file), overwrite: true);
        }
    }

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*(\.[A-Z][A-Za-z0-9]*)*\z")]
    private static partial Regex Name();
}

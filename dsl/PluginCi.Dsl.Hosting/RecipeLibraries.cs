using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;

namespace PluginCi.Dsl.Hosting;

/// <summary>Finds the libraries of recipes of folders that an operator names.</summary>
public static class RecipeLibraries
{
    /// <summary>The libraries of some folders, not of those below. Nothing of them is run.</summary>
    /// <param name="folders">The folders.</param>
    /// <returns>One for each <c>NAME.dll</c>, by name.</returns>
    /// <exception cref="EvaluationException">A folder or file is not what it should be; the message says which, and what to do.</exception>
    public static ImmutableArray<RecipeLibrary> Find(IEnumerable<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var found = folders.Distinct().SelectMany(FilesOf).Select(Read).OrderBy(library => library.Name, StringComparer.Ordinal).ToImmutableArray();
        return found.GroupBy(library => library.Name).FirstOrDefault(same => same.Count() > 1) is { } same
            ? throw new EvaluationException($"There are two libraries of recipes named {same.Key}: {string.Join(" and ", same.Select(library => library.Path))}. Take one away.")
            : found;
    }

    /// <summary>Whether a name is one of PluginCI or of .NET, so that scripts could not tell the two apart.</summary>
    /// <param name="name">The name of a library.</param>
    /// <returns>True when no library may have it.</returns>
    public static bool IsTaken(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new[] { "PluginCi", "System", "Microsoft" }.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase);
    }

    private static string[] FilesOf(string folder) => Directory.Exists(folder)
        ? Directory.GetFiles(Path.GetFullPath(folder), "*.dll")
        : throw new EvaluationException($"There is no folder {folder} with libraries of recipes. Make it, or name another one.");

    private static RecipeLibrary Read(string path)
    {
        var file = Path.GetFileNameWithoutExtension(path);
        var name = NameOf(path);
        if (name != file)
        {
            throw new EvaluationException($"{path} is the assembly {name}, and a library of recipes is called as its file. Rename it.");
        }

        return IsTaken(name)
            ? throw new EvaluationException($"{path} has a name of PluginCI or of .NET, which scripts have already. Take it away.")
            : new RecipeLibrary(name, path, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
    }

    private static string NameOf(string path)
    {
        try
        {
            return AssemblyName.GetAssemblyName(path).Name ?? "";
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileLoadException)
        {
            throw new EvaluationException($"{path} is no assembly of .NET. Take it away.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new EvaluationException($"The library of recipes {path} cannot be read by this account. Give it the right to, or take it away.", exception);
        }
    }
}

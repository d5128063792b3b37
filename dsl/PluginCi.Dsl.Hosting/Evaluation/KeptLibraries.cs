namespace PluginCi.Dsl.Hosting;

/// <summary>Copies of libraries of recipes by their contents, so that what is evaluated is what its plan is remembered by, whatever becomes of the operator's file meanwhile.</summary>
internal static class KeptLibraries
{
    public static string PathOf(ScriptEvaluatorOptions options, RecipeLibrary library) => Path.Combine(options.CacheDirectory, "libraries", library.Hash, $"{library.Name}.dll");

    /// <summary>Makes the copies that are not there.</summary>
    /// <exception cref="EvaluationException">A file is another one than when it was found.</exception>
    public static void Keep(ScriptEvaluatorOptions options)
    {
        foreach (var library in options.Libraries.Where(library => !File.Exists(PathOf(options, library))))
        {
            var (target, whole) = (PathOf(options, library), Path.Combine(options.CacheDirectory, Path.GetRandomFileName()));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(library.Path, whole);
            if (Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(whole))) != library.Hash)
            {
                File.Delete(whole);
                throw new EvaluationException($"The library of recipes {library.Path} was replaced while it was read. Try again.");
            }

            File.Move(whole, target, overwrite: true);
        }
    }
}

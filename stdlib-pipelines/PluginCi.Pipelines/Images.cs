using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for container images.</summary>
public static class Images
{
    /// <summary>Images that a Blubber file says, <c>.pipeline/blubber.yaml</c>.
    /// <c>test</c>, or the names of the tested variants where there are several: makes each and runs it. <c>image</c>: makes the variant for production, and hands it on as <c>image</c>.</summary>
    /// <param name="production">The variant for production.</param>
    /// <param name="tests">The variants that test the project by what they run. Default <c>test</c>.</param>
    /// <param name="file">The file, below <c>.pipeline</c>.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Images.Blubber("production", ["lint", "test"])));</code></example>
    public static Recipe Blubber(string production = "production", string[]? tests = null, string file = ".pipeline/blubber.yaml", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line);
        return Ci.Recipe(
            Ci.Debian("bookworm"),
            [.. (tests ?? ["test"]).Select(variant => Job(variant).RunImage(variant, file: file)), Job("image").PublishImage(production, name: "image", file: file)]);
    }
}

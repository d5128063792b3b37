using System.Runtime.CompilerServices;
using PluginCi.Dsl;
using PluginCi.Pipelines;
using static PluginCi.Dsl.Ci;

namespace __NAME__;

/// <summary>How projects are built here.</summary>
public static class House
{
    /// <summary>A service in Go, built and tested as all of them are. It has the jobs of <c>Go.Module</c>, and <c>smoke</c>, which starts the program once.</summary>
    /// <param name="program">The program that the module builds.</param>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe. What is special about a project, its script changes: <c>House.GoService("maps").Without("lint")</c>.</returns>
    /// <example><code>return Project(Commit(House.GoService("maps")));</code></example>
    public static Recipe GoService(string program, string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        // A recipe is a value: take one that there is, and change what is done otherwise here.
        var module = Go.Module(debian, path, line)
            .ChangeAll(job => job.Irrelevant("docs/**", "*.md"))
            .Change("unit", unit => unit.Timeout(Minutes(20)).RetryFlakes(1));

        // The place of the script that asks for the recipe is passed on, so that diagnostics point there.
        var smoke = Job("smoke", path, line).Fetch(module["package"], "package").Sh($"dist/{program} --version");
        return Recipe(Debian(debian), module["lint"], module["build"], module["unit"], module["package"], smoke);
    }
}

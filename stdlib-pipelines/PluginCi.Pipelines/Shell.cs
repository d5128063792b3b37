using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for shell scripts.</summary>
public static class Shell
{
    /// <summary>Scripts with tests of bats.
    /// <c>lint</c>: shellcheck of all <c>*.sh</c>. <c>build</c>: bash parses them. <c>unit</c>: all <c>*.bats</c> below a folder. <c>package</c>: an archive of the project.</summary>
    /// <param name="debian">The release of Debian; its bash, bats and shellcheck are used.</param>
    /// <param name="tests">The folder of the tests.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Shell.Scripts()));</code></example>
    public static Recipe Scripts(string debian = "bookworm", string tests = "tests", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line);
        return Ci.Recipe(
            Ci.Debian(debian).Apt("bats", "shellcheck"),
            Job("lint").Sh(Commands.ForFiles("*.sh", "shellcheck")),
            Job("build").Sh(Commands.ForFiles("*.sh", "bash -n", each: true)),
            Job("unit").Sh("mkdir -p reports").Sh($"bats --recursive --print-output-on-failure --report-formatter junit --output reports '{tests}'").JUnit("reports/*.xml"),
            Job("package").Sh(Commands.Archive).Publish("dist/*", "package"));
    }
}

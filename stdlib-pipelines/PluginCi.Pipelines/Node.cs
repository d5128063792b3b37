using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for JavaScript and TypeScript. The version of Node is that of the release of Debian: 18 in bookworm, 20 in trixie; an image brings any other.</summary>
public static class Node
{
    private const string Install = "if [ -f package-lock.json ]; then npm ci; else npm install --no-package-lock; fi";

    /// <summary>A project with a <c>package.json</c>.
    /// <c>lint</c>: <c>npm run lint</c>. <c>build</c>: <c>npm run build</c>. <c>unit</c>: <c>npm test</c>. <c>package</c>: <c>npm pack</c>. A script that is not there is left out, but for the tests.</summary>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Node.Npm().Change("unit", unit => unit.JUnit("junit.xml"))));</code></example>
    public static Recipe Npm(string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line).Dependencies(Ci.Registry.Npm).Cache("~/.npm", Ci.Files("package-lock.json")).Sh(Install);
        return Ci.Recipe(
            Ci.Debian(debian).Apt("nodejs", "npm"),
            Job("lint").Sh("npm run lint --if-present"),
            Job("build").Sh("npm run build --if-present"),
            Job("unit").Sh("npm test").JUnit("reports/*.xml"),
            Job("package").Sh("npm run build --if-present").Sh("mkdir -p dist\nnpm pack --pack-destination dist").Publish("dist/*.tgz", "package"));
    }
}

using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for packages of Debian.</summary>
public static class DebianPackage
{
    private const string Build = "dpkg-buildpackage --no-sign --build=binary\nmkdir -p dist\nmv ../*.deb ../*.changes ../*.buildinfo dist/";

    /// <summary>A source tree with a folder <c>debian</c>.
    /// <c>lint</c>: lintian, its errors. <c>build</c>: <c>dpkg-buildpackage</c> without tests. <c>unit</c>: the same with the tests of the package. <c>package</c>: the <c>.deb</c> files with their <c>.changes</c>.</summary>
    /// <param name="buildDepends">What <c>Build-Depends</c> of <c>debian/control</c> names; a package that is missing here fails the build with its name.</param>
    /// <param name="debian">The release of Debian that it is built for.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(DebianPackage.Source(["debhelper", "libssl-dev"])));</code></example>
    public static Recipe Source(string[] buildDepends, string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(buildDepends);
        Job Job(string name) => Ci.Job(name, path, line);
        return Ci.Recipe(
            Ci.Debian(debian).Apt("build-essential", "fakeroot", "lintian").Apt(buildDepends),
            Job("lint").Env("DEB_BUILD_OPTIONS", "nocheck").Sh(Build).Sh("lintian --allow-root --fail-on error --info dist/*.changes"),
            Job("build").Env("DEB_BUILD_OPTIONS", "nocheck").Sh(Build),
            Job("unit").Sh(Build),
            Job("package").Env("DEB_BUILD_OPTIONS", "nocheck").Sh(Build).Publish("dist/*", "package"));
    }
}

using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for C and C++.</summary>
public static class C
{
    private const string Check = "cppcheck --quiet --error-exitcode=1 --enable=warning,performance,portability --inline-suppr -i build -j 2 .";
    private const string Pack = "mkdir -p dist\ntar -C ~/root -czf \"dist/$(basename \"$PLUGINCI_PROJECT\").tar.gz\" .";

    /// <summary>A project with a <c>Makefile</c>, or with a <c>configure</c> that makes it.
    /// <c>lint</c>: cppcheck. <c>build</c>: <c>make</c>. <c>unit</c>: <c>make</c> and a target for the tests. <c>package</c>: what <c>make install</c> puts below <c>DESTDIR</c>, in an archive.</summary>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="tests">The target that runs the tests.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(C.Make().Apt("libssl-dev")));</code></example>
    public static Recipe Make(string debian = "bookworm", string tests = "check", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        const string Build = "if [ -x configure ]; then ./configure; fi\nmake -j 2";
        return Of(debian, [], path, line, build => build.Sh(Build), unit => unit.Sh($"make '{tests}'").JUnit("reports/*.xml"), package => package.Sh("make install DESTDIR=\"$HOME/root\""));
    }

    /// <summary>A project with a <c>CMakeLists.txt</c>.
    /// <c>lint</c>: cppcheck. <c>build</c>: configures for Ninja and builds. <c>unit</c>: the same, then ctest. <c>package</c>: what <c>cmake --install</c> installs, in an archive.</summary>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="options">Options for configuring, as <c>-DBUILD_SHARED_LIBS=ON</c>.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(C.CMake(options: "-DWITH_TLS=ON").Apt("libssl-dev")));</code></example>
    public static Recipe CMake(string debian = "bookworm", string options = "", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        Of(
            debian, ["cmake", "ninja-build"], path, line,
            build => build.Sh($"cmake -G Ninja -B build -DCMAKE_BUILD_TYPE=RelWithDebInfo {options}".TrimEnd()).Sh("cmake --build build"),
            unit => unit.Sh("ctest --test-dir build --output-on-failure --no-tests=error --output-junit ../reports/ctest.xml").JUnit("reports/*.xml"),
            package => package.Sh("DESTDIR=\"$HOME/root\" cmake --install build"));

    /// <summary>A project with a <c>meson.build</c>.
    /// <c>lint</c>: cppcheck. <c>build</c>: configures and builds. <c>unit</c>: the same, then <c>meson test</c>. <c>package</c>: what <c>meson install</c> installs, in an archive.</summary>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="options">Options for configuring, as <c>-Dtls=enabled</c>.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(C.Meson(options: "-Dtls=enabled").Apt("libssl-dev")));</code></example>
    public static Recipe Meson(string debian = "bookworm", string options = "", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        Of(
            debian, ["meson"], path, line,
            build => build.Sh($"meson setup build --buildtype=debugoptimized --wrap-mode=nodownload {options}".TrimEnd()).Sh("meson compile -C build"),
            unit => unit.Sh("meson test -C build --print-errorlogs").JUnit("build/meson-logs/testlog.junit.xml"),
            package => package.Sh("meson install -C build --destdir \"$HOME/root\""));

    private static Recipe Of(string debian, string[] packages, string path, int line, Func<Job, Job> build, Func<Job, Job> test, Func<Job, Job> install)
    {
        Job Job(string name) => Ci.Job(name, path, line);
        return Ci.Recipe(
            Ci.Debian(debian).Apt("build-essential", "cppcheck", "pkg-config").Apt(packages),
            Job("lint").Sh(Check),
            build(Job("build")),
            test(build(Job("unit"))),
            install(build(Job("package"))).Sh(Pack).Publish("dist/*", "package"));
    }
}

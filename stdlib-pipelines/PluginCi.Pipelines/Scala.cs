using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for Scala. Debian has the compiler (2.11) and no sbt: a project of sbt takes an image that has it, or <see cref="Java.Maven"/> with the Scala plugin.</summary>
public static class Scala
{
    /// <summary>Sources that the compiler builds by itself, with a test program that ends with a status.
    /// <c>lint</c>: warnings are errors. <c>build</c>: compiles. <c>unit</c>: compiles with the tests and runs their program. <c>package</c>: a jar.</summary>
    /// <param name="tests">The object whose <c>main</c> is the tests.</param>
    /// <param name="sources">The folder of the sources.</param>
    /// <param name="testSources">The folder of the tests.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Scala.Sources(tests: "example.Tests")));</code></example>
    public static Recipe Sources(string tests, string sources = "src/main/scala", string testSources = "src/test/scala", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line).Limits(memory: Ci.GiB(2));
        string Compile(string options, string folder) => $"mkdir -p ~/classes\nfind {folder} -name '*.scala' -print0 | xargs -0 scalac {options} -d ~/classes -classpath ~/classes";
        return Ci.Recipe(
            Ci.Debian("bookworm").Apt("default-jdk-headless", "scala"),
            Job("lint").Sh(Compile("-Xlint -deprecation -feature -Xfatal-warnings", sources)),
            Job("build").Sh(Compile("", sources)),
            Job("unit").Sh(Compile("", sources)).Sh(Compile("", testSources)).Sh($"scala -classpath ~/classes {tests}"),
            Job("package").Sh(Compile("", sources)).Sh("mkdir -p dist\njar --create --file \"dist/$(basename \"$PLUGINCI_PROJECT\").jar\" -C ~/classes .").Publish("dist/*.jar", "package"));
    }

    /// <summary>A project of sbt, on an image that has it.
    /// <c>lint</c>: compiles all, and warnings are errors. <c>build</c>: <c>sbt compile</c>. <c>unit</c>: <c>sbt test</c>. <c>package</c>: <c>sbt package</c>.</summary>
    /// <param name="system">A system with sbt.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>Scala.Sbt(Image("registry.example.org/ci/sbt@sha256:3b5a8f2c0d1e4f6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c"))</code></example>
    public static Recipe Sbt(BuildEnvironment system, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line).Dependencies(Ci.Registry.Maven).Cache("~/.cache/coursier", Ci.Files("build.sbt", "project/*")).Limits(memory: Ci.GiB(3));
        return Ci.Recipe(
            system,
            Job("lint").Sh("sbt -batch 'set ThisBuild / scalacOptions += \"-Xfatal-warnings\"' Test/compile"),
            Job("build").Sh("sbt -batch compile"),
            Job("unit").Sh("sbt -batch test").JUnit("target/test-reports/*.xml", "*/target/test-reports/*.xml"),
            Job("package").Sh("sbt -batch package").Publish("**/target/**/*.jar", "package"));
    }
}

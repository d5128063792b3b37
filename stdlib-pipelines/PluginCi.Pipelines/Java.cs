using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for Java. The version is that of the release of Debian: 17 in bookworm, 21 in trixie.</summary>
public static class Java
{
    /// <summary>A project with a <c>pom.xml</c>. Options of Maven stand in its <c>.mvn/maven.config</c>.
    /// <c>lint</c>: compiles, and what is deprecated or unsafe is an error. <c>build</c>: <c>mvn compile</c>. <c>unit</c>: <c>mvn test</c>. <c>package</c>: <c>mvn package</c>, its jar and war files.</summary>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Java.Maven()));</code></example>
    public static Recipe Maven(string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line).Dependencies(Ci.Registry.Maven).Cache("~/.m2/repository", Ci.Files("**/pom.xml")).Limits(memory: Ci.GiB(2));
        return Ci.Recipe(
            Ci.Debian(debian).Apt("default-jdk-headless", "maven"),
            Job("lint").Sh("mvn --batch-mode test-compile -Dmaven.compiler.showDeprecation=true -Dmaven.compiler.showWarnings=true -Dmaven.compiler.failOnWarning=true"),
            Job("build").Sh("mvn --batch-mode compile"),
            Job("unit").Sh("mvn --batch-mode test").JUnit("target/surefire-reports/*.xml", "*/target/surefire-reports/*.xml"),
            Job("package").Sh("mvn --batch-mode package -DskipTests").Publish("**/target/*.*ar", "package"));
    }

    /// <summary>A project of Gradle, with its wrapper or for the version of Debian.
    /// <c>lint</c>: <c>check</c> without tests. <c>build</c>: <c>classes</c>. <c>unit</c>: <c>test</c>. <c>package</c>: <c>assemble</c>, its files in <c>build/libs</c>.</summary>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Java.Gradle()));</code></example>
    public static Recipe Gradle(string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line).Dependencies(Ci.Registry.Maven).Cache("~/.gradle/caches", Ci.Files("**/*.gradle")).Limits(memory: Ci.GiB(2));
        static string Run(string tasks) => $"if [ -x gradlew ]; then gradle=./gradlew; else gradle=gradle; fi\n$gradle --no-daemon {tasks}";
        return Ci.Recipe(
            Ci.Debian(debian).Apt("default-jdk-headless", "gradle"),
            Job("lint").Sh(Run("check -x test")),
            Job("build").Sh(Run("classes testClasses")),
            Job("unit").Sh(Run("test")).JUnit("build/test-results/test/*.xml", "*/build/test-results/test/*.xml"),
            Job("package").Sh(Run("assemble")).Publish("**/build/libs/*.jar", "package"));
    }
}

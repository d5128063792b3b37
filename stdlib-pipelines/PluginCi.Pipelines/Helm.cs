using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for charts of Helm.</summary>
public static class Helm
{
    /// <summary>A chart: a folder with a <c>Chart.yaml</c>, on a system that has helm, which Debian has not.
    /// <c>lint</c>: <c>helm lint --strict</c>. <c>build</c>: <c>helm template</c> with the values of the chart. <c>unit</c>: the same with each <c>ci/*-values.yaml</c>, as the chart-testing tool has them,
    /// and <c>helm unittest</c> where there are <c>tests/*_test.yaml</c>; the system must have that plugin then. <c>package</c>: <c>helm package</c>.
    /// What <c>Chart.lock</c> names is fetched first; let the jobs reach its repositories by <c>.ChangeAll(job => job.Network("charts.example.org"))</c>.</summary>
    /// <param name="system">A system with helm, 3 or later.</param>
    /// <param name="chart">The folder of the chart.</param>
    /// <param name="helm">The program; a path is from the folder that jobs start in.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Helm.Chart(Image("registry.example.org/ci/helm@sha256:3b5a8f2c0d1e4f6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c"))));</code></example>
    public static Recipe Chart(BuildEnvironment system, string chart = ".", string helm = "helm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line).Sh($"if [ -f '{chart}/Chart.lock' ]; then {helm} dependency build '{chart}'; fi");
        return Ci.Recipe(
            system,
            Job("lint").Sh($"{helm} lint --strict '{chart}'"),
            Job("build").Sh($"{helm} template '{chart}'"),
            Job("unit")
                .Sh($"for values in '{chart}'/ci/*-values.yaml; do\n  if [ -f \"$values\" ]; then echo \"With $values:\"; {helm} template '{chart}' --values \"$values\" || exit 1; fi\ndone")
                .Sh($"mkdir -p reports\nfor test in '{chart}'/tests/*_test.yaml; do\n  if [ -f \"$test\" ]; then {helm} unittest --output-type JUnit --output-file reports/unit.xml '{chart}' || exit 1; break; fi\ndone").JUnit("reports/*.xml"),
            Job("package").Sh($"{helm} package --destination dist '{chart}'").Publish("dist/*.tgz", "package"));
    }
}

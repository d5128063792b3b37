using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for Python. The version is that of the release of Debian: 3.11 in bookworm, 3.13 in trixie.</summary>
public static class Python
{
    /// <summary>A project with tests for pytest.
    /// <c>lint</c>: flake8. <c>build</c>: Python compiles all files. <c>unit</c>: pytest, after <c>requirements.txt</c> where there is one. <c>package</c>: sdist and wheel.</summary>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="tests">Arguments of pytest.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe. Packages of Debian count: <c>.Apt("python3-requests")</c> serves a line of <c>requirements.txt</c>.</returns>
    /// <example><code>return Project(Commit(Python.Pytest(), Python.Pytest("trixie").Prefix("trixie")));</code></example>
    public static Recipe Pytest(string debian = "bookworm", string tests = "", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        Make(debian, ["python3-pytest"], path, line, unit => unit
            .Sh("python3 -m venv --system-site-packages ~/venv")
            .Sh("if [ -f requirements.txt ]; then ~/venv/bin/pip install --requirement requirements.txt; fi")
            .Sh($"PYTHONPATH=\"src:.\" ~/venv/bin/python -m pytest --junitxml=reports/pytest.xml {tests}".TrimEnd())
            .JUnit("reports/*.xml"));

    /// <summary>A project with tests for tox.
    /// <c>lint</c>: flake8. <c>build</c>: Python compiles all files. <c>unit</c>: tox. <c>package</c>: sdist and wheel.</summary>
    /// <param name="environment">The environment of tox; empty for those that <c>tox.ini</c> lists.</param>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Python.Tox("py311")));</code></example>
    public static Recipe Tox(string environment = "", string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        Make(debian, ["python3-pytest", "python3-venv", "tox"], path, line, unit => unit
            .Env("PY_COLORS", "0")
            .Sh(environment.Length == 0 ? "tox" : $"tox -e '{environment}'")
            .JUnit("reports/*.xml"));

    private static Recipe Make(string debian, string[] packages, string path, int line, Func<Job, Job> test)
    {
        Job Job(string name) => Ci.Job(name, path, line).Dependencies(Ci.Registry.PyPi).Cache("~/.cache/pip");
        return Ci.Recipe(
            Ci.Debian(debian).Apt("flake8", "python3-build", "python3-pip", "python3-setuptools", "python3-venv", "python3-wheel").Apt(packages),
            Ci.Job("lint", path, line).Sh("flake8"),
            Ci.Job("build", path, line).Sh("python3 -m compileall -q ."),
            test(Job("unit")),
            Job("package").Sh("python3 -m build --no-isolation").Publish("dist/*", "package"));
    }
}

namespace PluginCi.Declarative;

/// <summary>Writes the installation of Python packages into a virtual environment.</summary>
internal static class PythonWriter
{
    private const string UsualEnvironment = $"{Artifact.Libraries}/venv";

    private const string PoetryFolder = $"{Artifact.Libraries}/poetry";

    private const string UvFolder = $"{Artifact.Libraries}/uv";

    public static void Write(PythonBuilder python, DockerfileText text)
    {
        var environment = python.Environment.Or(UsualEnvironment);
        text.Run(DockerfileText.Command(python.Version, ["-m", "venv", environment, .. python.SeesSystem is true ? ["--system-site-packages"] : Array.Empty<string>()]));
        text.Variables(KeyValuePair.Create("PATH", $"{environment}/bin:$PATH"), KeyValuePair.Create("VIRTUAL_ENV", environment));
        text.Run(
            Pip(python, "install", "-U", python.SetuptoolsVersion.Length > 0 ? $"setuptools=={python.SetuptoolsVersion}" : "setuptools!=60.9.0"),
            Pip(python, "install", "-U", Pinned("wheel", python.WheelVersion), Pinned("tox", python.ToxVersion), PipPackage(python)));
        if (python.Poetry.Version.Length > 0)
        {
            WritePoetry(python, text);
        }
        else if (python.Uv.Version.Length > 0)
        {
            WriteUv(python, text);
        }
        else
        {
            text.Run(Pip(python, ["install", .. python.NoDependencies is true ? ["--no-deps"] : Array.Empty<string>(), .. RequirementFiles(python)]));
        }
    }

    private static void WritePoetry(PythonBuilder python, DockerfileText text)
    {
        var poetry = python.Poetry;
        text.Variable("POETRY_VIRTUALENVS_PATH", PoetryFolder);
        text.Run(Pip(python, "install", "-U", $"poetry{poetry.Version}"));
        text.Run(DockerfileText.Command("mkdir -p", PoetryFolder));
        text.Run(DockerfileText.Command(
            "poetry",
            [
                "install",
                "--no-root",
                .. Option("--only", poetry.Only),
                .. Option("--without", poetry.Without),
                .. poetry.Devel is true ? Array.Empty<string>() : ["--no-dev"],
            ]));
    }

    private static void WriteUv(PythonBuilder python, DockerfileText text)
    {
        text.Variable("UV_VIRTUALENVS_PATH", UvFolder);
        text.Run(Pip(python, "install", "-U", $"uv{python.Uv.Version}"));
        text.Run(DockerfileText.Command("mkdir -p", UvFolder));
        text.Run(DockerfileText.Command("uv", python.Uv.Way == "pip"
            ? ["pip", "install", .. RequirementFiles(python)]
            : ["sync", .. python.Uv.NoGroup.SelectMany(group => Option("--no-group", group))]));
    }

    private static IEnumerable<string> RequirementFiles(PythonBuilder python) => python.Requirements.OrEmpty().SelectMany(file => Option("-r", file.Target));

    private static string Pip(PythonBuilder python, params IEnumerable<string> arguments) => DockerfileText.Command(python.Version, ["-m", "pip", .. arguments]);

    private static string PipPackage(PythonBuilder python) =>
        python.PipVersion.Length == 0 && python.Version.StartsWith("python2", StringComparison.Ordinal) ? "pip<21" : Pinned("pip", python.PipVersion);

    private static string Pinned(string package, string version) => version.Length > 0 ? $"{package}=={version}" : package;

    private static string[] Option(string name, string value) => value.Length > 0 ? [name, value] : [];
}

using System.CommandLine;
using System.Text.Json;
using PluginCi.Import;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary><c>pluginci import</c>: scripts from the configuration of another system, and a report of what became of it.</summary>
internal static class ImportCommand
{
    private const string Report = "import-report.txt";

    private static readonly Argument<ImportFormat> Format = new("FORMAT") { Description = "Whose configuration it is." };

    private static readonly Argument<string> FilePath = new("PATH") { Description = "The file, or the folder of the repository that has it." };

    private static readonly Option<string> Target = new("--out") { Description = "The folder to write to. Default: imported.", DefaultValueFactory = _ => "imported" };

    private static readonly Option<string?> Project = new("--project") { Description = "The repository's name in the site. Default: the name of its folder." };

    private static readonly Option<string?> Jobs = new("--jobs") { Description = "For zuul: the folder of Jenkins Job Builder that says what the jobs do. Default: the folder jjb beside the layout or its folder." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the report as JSON, and nothing else." };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong([.. Enum.GetNames<ImportFormat>().Select(name => name.ToLowerInvariant())]);
        var command = new Command("import", "Writes scripts from the configuration of another system, and a report of what was carried over, what was approximated and what needs a person.\n\nExample: pluginci import gitlab .gitlab-ci.yml")
        {
            Format, FilePath, Target, Project, Jobs, Json,
        };
        command.SetAction(parsed => Run(parsed.GetValue(Format), parsed.GetValue(FilePath)!, parsed.GetValue(Target)!, parsed.GetValue(Project), parsed.GetValue(Jobs), parsed.GetValue(Json)));
        return command;
    }

    private static int Run(ImportFormat format, string path, string target, string? project, string? jobs, bool isJson)
    {
        var isFolder = Directory.Exists(path);
        var root = isFolder ? Path.GetFullPath(path) : Path.GetDirectoryName(Path.GetFullPath(path))!;
        var result = Importer.Import(format, path, isFolder, project ?? new DirectoryInfo(root).Name, new ImportInput(DeclarativeInput.Read, List), jobs);
        if (result.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            return Diagnostics.Tell(result.Diagnostics);
        }

        string[] names = [.. result.Scripts.Keys, Report];
        if (names.FirstOrDefault(name => File.Exists(Path.Combine(target, name))) is { } taken)
        {
            Console.Error.WriteLine($"{Path.Combine(target, taken)} is there already, and nothing is written over. Remove it, or name another folder by --out.");
            return ExitCode.Failed;
        }

        Diagnostics.Tell(result.Diagnostics);
        foreach (var (name, text) in result.Scripts.Add(Report, ImportReport.Write(result)))
        {
            var file = Path.Combine(target, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        Console.WriteLine(isJson ? JsonSerializer.Serialize(result, ModelJson.Indented) : ImportReport.Summary(result) + $"\n{string.Join(", ", names.Select(name => Path.Combine(target, name)))}");
        return ExitCode.Ok;
    }

    private static IEnumerable<string> List(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : [];
}

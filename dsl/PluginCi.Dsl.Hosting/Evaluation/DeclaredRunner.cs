using System.Collections.Immutable;
using PluginCi.Declarative;
using PluginCi.Model;
using PluginCi.Pipelines;

namespace PluginCi.Dsl.Hosting;

/// <summary>Makes the plan of a repository that says by a declarative file what kind of project it is.</summary>
internal static class DeclaredRunner
{
    private const string UsualRelease = "bookworm";

    public static EvaluationResponse Run(EvaluationRequest request)
    {
        var (path, text) = (request.Entry, request.Files[request.Entry]);
        var form = DeclarativeFile.Check(path, text);
        var diagnostics = form.Diagnostics.ToBuilder();
        if (form.Kind != DeclarativeKind.Own || diagnostics.Any(IsError))
        {
            if (form.Kind == DeclarativeKind.PipelineLib)
            {
                return RunPipelineLib(request, text);
            }

            if (form.Kind == DeclarativeKind.Blubber && !diagnostics.Any(IsError))
            {
                diagnostics.Add(new Diagnostic(path, 0, 0, DiagnosticSeverity.Error, "PCI2301", $"the file says what images there are, and not what is done with them; name it {PipelineFiles.Blubber}, and add .pipeline/pipeline.csx."));
            }

            return new EvaluationResponse { Diagnostics = diagnostics.ToImmutable() };
        }

        var file = OwnFile.Read(path, text).File!;
        var found = new Findings();
        var project = Make(file, path, diagnostics);
        var plan = project is null ? null : ProjectPlanner.Make(project, path, request.Pipelines, found);
        return new EvaluationResponse { Plan = plan, Diagnostics = [.. diagnostics, .. found.All.Select(finding => finding.Diagnostic)] };
    }

    private static EvaluationResponse RunPipelineLib(EvaluationRequest request, string text)
    {
        var (jobs, diagnostics) = PipelineLibJobs.Make(request.Entry, text, request.Files, request.Pipelines);
        if (jobs.IsEmpty && !diagnostics.Any(IsError))
        {
            diagnostics = diagnostics.Add(new Diagnostic(request.Entry, 0, 0, DiagnosticSeverity.Error, "PCI2301", "no pipeline of the file can be run here, so nothing would test the project; add .pipeline/pipeline.csx, which then counts alone."));
        }

        return new EvaluationResponse { Plan = diagnostics.Any(IsError) ? null : new Plan { Jobs = [.. jobs.Select(ImageSystem.Complete)] }, Diagnostics = diagnostics };
    }

    private static Project? Make(OwnFile file, string path, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (ProjectTypes.All.FirstOrDefault(type => type.Name == file.Type.Text) is not { } type)
        {
            diagnostics.Add(Error(path, file.Type, "PCI2302", $"there is no type '{file.Type.Text}'; known are {string.Join(", ", ProjectTypes.All.Select(known => known.Name))}.{Nearest.Question(file.Type.Text, ProjectTypes.All.Select(known => known.Name))}"));
            return null;
        }

        foreach (var unknown in file.Versions.Where(version => FindRelease(type, version) is null))
        {
            diagnostics.Add(Error(path, unknown, "PCI2303", WhyNot(type, unknown)));
        }

        return diagnostics.Any(IsError) ? null : MakeRecipes(file, type, path, diagnostics) is { } recipes ? Ci.Project(Ci.Commit([.. recipes.Select(Recipe.FromRecipe)])) : null;
    }

    // The first version as it is; of the others, their number before the names of their jobs.
    private static Recipe[]? MakeRecipes(OwnFile file, ProjectType type, string path, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        try
        {
            return file.Versions.IsEmpty
                ? [MakeRecipe(file, type, UsualRelease, path)]
                : [.. file.Versions.Select((version, index) => index == 0 ? MakeRecipe(file, type, FindRelease(type, version)!, path) : MakeRecipe(file, type, FindRelease(type, version)!, path).Prefix(version.Text))];
        }
        catch (ArgumentException exception)
        {
            diagnostics.Add(Error(path, file.Type, "PCI2304", exception.Message));
            return null;
        }
    }

    private static Recipe MakeRecipe(OwnFile file, ProjectType type, string release, string path)
    {
        var recipe = type.Make(release, path, file.Type.Line);
        recipe = file.Packages.IsEmpty ? recipe : recipe.Apt([.. file.Packages.Select(package => package.Text)]);
        return file.Commands.Aggregate(recipe, (made, commands) => made.WithCommands(commands.Job.Text, commands.Lines, new Place(path, commands.Job.Line)));
    }

    private static string? FindRelease(ProjectType type, OwnText version) => type.Versions.FirstOrDefault(known => known.Version == version.Text).Release;

    private static string WhyNot(ProjectType type, OwnText version) => type.Versions.IsEmpty
        ? $"projects of type {type.Name} have no versions; leave 'versions' out."
        : $"there is no version '{version.Text}' of {type.Name} in Debian; known are {string.Join(", ", type.Versions.Select(known => known.Version))}. For another one write .pipeline/pipeline.csx with an image.";

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    private static Diagnostic Error(string path, OwnText at, string id, string text) => new(path, at.Line, at.Column, DiagnosticSeverity.Error, id, text);
}

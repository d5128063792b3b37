using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>Evaluates a script, or policies, in this process. Only the evaluator process calls it for scripts of others.</summary>
internal static class ScriptRunner
{
    public static EvaluationResponse Run(EvaluationRequest request)
    {
        if (request.Case is { } judged)
        {
            return PolicyRunner.Run(judged);
        }

        if (request.Entry == PipelineFiles.Declared && !request.IsSite)
        {
            return DeclaredRunner.Run(request);
        }

        var compiled = ScriptCompiler.Compile(request.Entry, request.Files, new References(request.Libraries.Keys));
        if (compiled.Assembly is null)
        {
            return new EvaluationResponse { Diagnostics = compiled.Diagnostics };
        }

        var (value, failure) = SubmissionRunner.Run(compiled, request.Entry);
        if (failure is not null)
        {
            return new EvaluationResponse { Diagnostics = compiled.Diagnostics.Add(failure) };
        }

        var findings = new Findings();
        var response = Plan(request, value, findings);
        var found = findings.All.Select(finding => finding.Diagnostic.Id == "PCI2001" ? compiled.Places.LocateEnd(finding.Diagnostic) : compiled.Places.Locate(finding));
        return response with { Diagnostics = [.. compiled.Diagnostics.Concat(found).OrderBy(said => said.Path, StringComparer.Ordinal).ThenBy(said => said.Line).ThenBy(said => said.Column)] };
    }

    private static EvaluationResponse Plan(EvaluationRequest request, object? value, Findings findings)
    {
        var empty = new EvaluationResponse { Diagnostics = ImmutableArray<Diagnostic>.Empty };
        switch (value)
        {
            case Project project when !request.IsSite:
                return empty with { Plan = new ImageCompiler(request.Files, findings).Compile(ProjectPlanner.Make(project, request.Entry, request.Pipelines, findings)) };
            case Site site when request.IsSite:
                return empty with { Site = new ImageCompiler(request.Files, findings).Refuse(SitePlanner.Make(site, request.Entry, Schedules.FindTrouble, PolicyExpression.FindTrouble, findings)) };
            default:
                var wanted = request.IsSite ? "return Site(…);" : "return Project(…);";
                var found = value is null ? "it returns nothing" : $"it returns a {value.GetType().Name}";
                findings.Error(new Place(request.Entry, 0), "PCI2001", $"the script must end with `{wanted}`, but {found}.");
                return empty;
        }
    }
}

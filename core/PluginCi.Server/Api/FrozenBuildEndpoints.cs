using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Scheduler;
using PluginCi.Storage;

namespace PluginCi.Server;

/// <summary>What <c>pluginci run --from</c> asks for. Who may read a build's log may have this, but for private changes; docs/operators/security.md says what that hands out.</summary>
internal static class FrozenBuildEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/builds/{id}/frozen", Find)
            .WithName("GetFrozenBuild")
            .WithTags("Builds")
            .WithSummary("A build as it was given to its executor: all that it takes to run it again elsewhere")
            .Produces<FrozenBuildView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone);
        api.MapGet("/builds/{id}/sources/{**project}", LoadAsync)
            .WithName("GetBuildSources")
            .WithTags("Builds")
            .WithSummary("The commit of a project that a build saw, with all files and without history, as a pack of git")
            .Produces<byte[]>(StatusCodes.Status200OK, SourcePacks.ContentType)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone);
    }

    private static IResult Find([Description("The build.")] string id, Reader reader, IFrozenBuilds builds, ArtifactStore artifacts)
    {
        var (frozen, problem) = Look(new BuildId(id), reader, builds);
        return frozen is null ? problem! : TypedResults.Ok(View(reader.Build(new BuildId(id))!, frozen, artifacts));
    }

    private static async Task<IResult> LoadAsync(
        [Description("The build.")] string id,
        [Description("A project that it sees.")] string project,
        Reader reader,
        IFrozenBuilds builds,
        SourcePacks packs,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken)
    {
        var (frozen, problem) = Look(new BuildId(id), reader, builds);
        if (frozen is null)
        {
            return problem!;
        }

        if (frozen.Sources.FirstOrDefault(one => one.Project.Value == project) is not { } source)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "Not found", $"Build {id} sees nothing of a project {project}. It sees {string.Join(", ", frozen.Sources.Select(one => one.Project))}.");
        }

        try
        {
            await builds.EnsureAsync(source, cancellationToken);
            return packs.Of(source, lifetime.ApplicationStopping);
        }
        catch (Exception exception) when (exception is GitException or OutsideException)
        {
            return Gone(id, exception);
        }
    }

    private static (FrozenBuild? Frozen, IResult? Problem) Look(BuildId build, Reader reader, IFrozenBuilds builds)
    {
        try
        {
            return builds.Find(build) is { } frozen ? (frozen, null) : (null, Problems.NoSuchBuild(build, reader));
        }
        catch (OutsideException exception)
        {
            return (null, Gone(build.Value, exception));
        }
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Gone(string build, Exception exception) =>
        Problems.Of(StatusCodes.Status410Gone, "Gone", $"The sources of build {build} are not here any more: {exception.Message}");

    private static FrozenBuildView View(BuildView build, FrozenBuild frozen, ArtifactStore artifacts) => new()
    {
        Build = build,
        PlanVersion = Plan.NewestVersion,
        Plan = JsonSerializer.SerializeToElement(frozen.Plan, ModelJson.Options),
        StartIn = frozen.StartIn,
        Environment = frozen.Environment,
        Sources = [.. frozen.Sources.Select(source => new FrozenSourceView(source.Project.Value, source.Commit, Links.SourcesOf(new BuildId(build.Id), source.Project)))],
        Needs = [.. frozen.Needs.Select(need => View(frozen.Plan, need, artifacts.Find(need.Build)))],
        Registries = frozen.Registries,
        IsReviewed = frozen.IsReviewed,
    };

    // Only what it fetched: of others nothing is needed, and there may be thousands of files.
    private static FrozenNeedView View(JobPlan job, FrozenNeed need, Handover handover) => new(
        need.Job,
        need.Build.Value,
        need.StoodBy,
        [.. handover.Artifacts.Where(artifact => job.Fetches.Contains(new FetchPlan(need.Job, artifact.Name))).Select(artifact => RowViews.View(need.Build, artifact))],
        handover.Data is { } data ? JsonElement.Parse(data) : null);
}

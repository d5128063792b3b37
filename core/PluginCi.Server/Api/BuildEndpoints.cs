using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Hosting;
using PluginCi.Model;
using PluginCi.Scheduler;

namespace PluginCi.Server;

internal static class BuildEndpoints
{
    private const string PlainText = "text/plain; charset=utf-8";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/builds/{id}", Find)
            .WithName("GetBuild")
            .WithTags("Builds")
            .WithSummary("One run of a job")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/builds/{id}/log", Log)
            .WithName("GetBuildLog")
            .WithTags("Builds")
            .WithSummary("What a build has printed so far; with follow=true everything until it ends")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Results<Ok<BuildView>, ProblemHttpResult> Find([Description("The build.")] string id, Reader reader) =>
        reader.Build(new BuildId(id)) is { } build ? TypedResults.Ok(build) : Problems.NoSuchBuild(new BuildId(id), reader);

    private static IResult Log(
        [Description("The build.")] string id,
        Reader reader,
        BuildLogs logs,
        Board board,
        IHostApplicationLifetime lifetime,
        [FromQuery, Description("True to stay connected until the build ends.")] bool follow = false)
    {
        var build = new BuildId(id);
        return reader.Build(build) is null ? Problems.NoSuchBuild(build, reader)
            : follow ? new FollowedLog(new LogFollower(build, reader, logs, board), lifetime.ApplicationStopping)
            : TypedResults.Text(logs.Read(build) ?? "", PlainText);
    }

    private sealed class FollowedLog(LogFollower follower, CancellationToken stopping) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
            httpContext.Response.ContentType = PlainText;

            // Who pauses a terminal for a while is not cut off: the log waits for its reader, and is no load meanwhile.
            if (httpContext.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            {
                rate.MinDataRate = null;
            }

            try
            {
                await httpContext.Response.StartAsync(ending.Token);
                await httpContext.Response.Body.FlushAsync(ending.Token);
                await foreach (var text in follower.FollowAsync(ending.Token))
                {
                    await httpContext.Response.WriteAsync(text, Encoding.UTF8, ending.Token);
                    await httpContext.Response.Body.FlushAsync(ending.Token);
                }
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The reader went away or the server stops: both are the usual end of a long stream.
            }
        }
    }
}

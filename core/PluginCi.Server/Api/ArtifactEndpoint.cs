using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Server;

internal static class ArtifactEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/builds/{id}/artifacts/{artifact}/{**path}", Load)
            .WithName("GetArtifactFile")
            .WithTags("Builds")
            .WithSummary("A file of an artifact of a build, to be saved")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Load(
        [Description("The build.")] string id,
        [Description("The artifact's name.")] string artifact,
        [Description("The file's path in it.")] string path,
        ArtifactStore store,
        HttpContext context)
    {
        var file = store.Find(new BuildId(id)).Artifacts.FirstOrDefault(one => one.Name == artifact)?.Files.FirstOrDefault(one => one.Path == path);
        if (file is null)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "Not found", $"There is no file {path} in an artifact {artifact} of build {id}. GET /api/builds/{id} lists what there is.");
        }

        try
        {
            // Strangers wrote it: a browser saves it, and where it shows it all the same it runs nothing of it.
            context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
            return TypedResults.File(store.Blobs.OpenChecked(file.Hash), "application/octet-stream", Path.GetFileName(path));
        }
        catch (IOException exception)
        {
            return Problems.Of(StatusCodes.Status500InternalServerError, "Unreadable", exception.Message);
        }
    }
}

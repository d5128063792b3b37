using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PluginCi.Server;

internal static class AssetEndpoints
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/assets/{name}", Send).ExcludeFromDescription();

    private static IResult Send(string name, HttpContext context)
    {
        if (Asset.Find(name) is not { } asset)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "Not found", $"There is no asset {name}.");
        }

        // Pages name assets with the hash of their content, so what a browser kept is never out of date.
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(asset.Content, asset.ContentType);
    }
}

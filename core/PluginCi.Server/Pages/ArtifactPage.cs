using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Server;

/// <summary>Shows a file of an artifact in a browser, such as a page of a report in HTML. Strangers wrote it.</summary>
internal static class ArtifactPage
{
    // Nothing of it runs, is sent or is shown in other pages, and it loads nothing but other files of this server. It has the server's origin, as its own style and
    // pictures could not be loaded otherwise: what may be done with that takes a script, and none runs by two of these rules.
    public const string Policy =
        "sandbox allow-same-origin; default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Index = "index.html";

    // What browsers show without running anything; all else is saved. No scripts: as a file of this server one would pass the policy of its own pages.
    private static readonly HashSet<string> Shown =
    [
        "text/html", "text/css", "text/plain", "application/json", "image/png", "image/jpeg", "image/gif", "image/svg+xml", "image/webp", "image/x-icon",
        "font/woff", "font/woff2", "font/ttf", "application/font-woff", "application/x-font-ttf",
    ];

    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>The file, or of a folder its index.</summary>
    public static IResult Load(string id, string artifact, string? path, ArtifactStore store, HttpContext context)
    {
        var name = path is null or "" || path.EndsWith('/') ? path + Index : path;

        // By what was recorded of the build, never by a path of the disk.
        if (store.Find(new BuildId(id)).Artifacts.FirstOrDefault(one => one.Name == artifact)?.Files.FirstOrDefault(file => file.Path == name) is not { } found)
        {
            return PageEndpoints.NotFound($"There is no file {name} in an artifact {artifact} of build {id}. It was not kept, or so long ago that it was removed.");
        }

        try
        {
            var content = store.Blobs.OpenChecked(found.Hash);
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return Types.TryGetContentType(name, out var type) && Shown.Contains(type)
                ? TypedResults.Stream(content, type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type)
                : TypedResults.File(content, "application/octet-stream", Path.GetFileName(name));
        }
        catch (IOException exception)
        {
            return Problems.Of(StatusCodes.Status500InternalServerError, "Unreadable", exception.Message);
        }
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>What the API answers when it cannot do what was asked: a sentence that names what is known.</summary>
internal static class Problems
{
    // Enough to see what ids look like, few enough to read.
    private const int NamedIds = 5;

    public static ProblemHttpResult NoSuchChange(ChangeId id, Reader reader) =>
        NotFound($"There is no change {id}.", "changes", reader.Changes(NamedIds).Select(change => change.Id));

    public static ProblemHttpResult NoSuchBuild(BuildId id, Reader reader) =>
        NotFound($"There is no build {id}.", "builds", reader.Builds(NamedIds).Select(build => build.Id));

    public static ProblemHttpResult NoSuchConnection(string connection, IEnumerable<string> known) =>
        NotFound($"There is no connection {connection}.", "connections", known, "The connections are");

    public static ProblemHttpResult NoSuchEnvironment(string name, IEnumerable<string> known) =>
        NotFound($"There is no environment {name}.", "environments", known, "The environments are");

    public static IResult NoSuchEndpoint(HttpContext context, EndpointDataSource endpoints) => NotFound(
        $"There is no {context.Request.Method} {context.Request.Path}.",
        "endpoints",
        endpoints.Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText ?? "")
            .Where(route => route.StartsWith("/api/", StringComparison.Ordinal) && !route.Contains('*', StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal),
        "The endpoints are");

    public static ProblemHttpResult Of(int status, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title);

    private static ProblemHttpResult NotFound(string what, string kind, IEnumerable<string> known, string intro = "The newest are")
    {
        var names = string.Join(", ", known);
        return Of(StatusCodes.Status404NotFound, "Not found", names.Length == 0 ? $"{what} There are no {kind} yet." : $"{what} {intro} {names}.");
    }
}

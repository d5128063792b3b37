using Microsoft.AspNetCore.OpenApi;

namespace PluginCi.Server;

/// <summary>What the OpenAPI document says of the API as a whole.</summary>
internal static class ApiDocument
{
    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "PluginCI";
        document.Info.Version = typeof(ApiDocument).Assembly.GetName().Version?.ToString(3);
        document.Info.Description =
            "Queues, changes, builds and plugins of one server. Errors are problem details (RFC 9457) whose detail is a sentence for people. "
            + "Times are UTC, durations are seconds, absent members are null.";
        return Task.CompletedTask;
    });
}

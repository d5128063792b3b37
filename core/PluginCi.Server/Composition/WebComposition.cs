using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PluginCi.Storage;

namespace PluginCi.Server;

internal static class WebComposition
{
    public static void AddWeb(this IServiceCollection services)
    {
        services.AddSingleton<Reader>().AddSingleton<PageRenderer>();
        services.AddSingleton<WhyStore>().AddSingleton<Explainer>().AddSingleton<JobReader>().AddSingleton<EnvironmentReader>().AddSingleton<SourcePacks>();
        services.AddProblemDetails().AddExceptionHandler<StorageTrouble>();
        services.AddOpenApi("v1", ApiDocument.Describe);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        });
    }

    public static void UseWeb(this WebApplication app, ServerAddress address)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler();
        app.UseMiddleware<CrossSiteGuard>(address);
        app.UseRouting();
        app.MapOpenApi("/openapi/{documentName}.json");

        var api = app.MapGroup("/api");
        QueueEndpoints.Map(api);
        ChangeEndpoints.Map(api);
        ExplanationEndpoints.Map(api);
        JobEndpoints.Map(api);
        CommandEndpoints.Map(api);
        OperatorEndpoints.Map(api);
        BuildEndpoints.Map(api);
        FrozenBuildEndpoints.Map(api);
        ArtifactEndpoint.Map(api);
        ServerEndpoints.Map(api);
        ExecutorEndpoints.Map(api);
        EnvironmentEndpoints.Map(api);
        EventEndpoints.Map(api);
        api.MapFallback(Problems.NoSuchEndpoint).ExcludeFromDescription();

        PageEndpoints.Map(app);
        AssetEndpoints.Map(app);
    }
}

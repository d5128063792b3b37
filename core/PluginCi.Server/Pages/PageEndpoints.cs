using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PluginCi.Model;
using PluginCi.Scheduler;

namespace PluginCi.Server;

internal static class PageEndpoints
{
    private const int Ends = 20;

    private const int Changes = 200;

    private const int Tests = 100;

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/", (Reader reader) => Page<QueuesPage>(
            (nameof(QueuesPage.View), reader.Queues()), (nameof(QueuesPage.Ends), reader.Ends(Ends)), (nameof(QueuesPage.Freezes), reader.Freezes()), (nameof(QueuesPage.Health), reader.Health())));
        pages.MapGet("/changes", (Reader reader) => Page<ChangesPage>((nameof(ChangesPage.Changes), reader.Changes(Changes))));
        pages.MapGet("/changes/{connection}/{number}", Change);
        pages.MapGet("/builds/{id}", Build);
        pages.MapGet("/builds/{id}/artifacts/{artifact}/{**path}", ArtifactPage.Load);
        pages.MapGet("/jobs", (JobReader jobs) => Page<JobsPage>((nameof(JobsPage.Jobs), jobs.Jobs()), (nameof(JobsPage.Tests), jobs.TroubledTests(Tests))));
        pages.MapGet("/executors", (Reader reader) => Page<ExecutorsPage>((nameof(ExecutorsPage.Executors), reader.Executors()), (nameof(ExecutorsPage.Quotas), reader.Quotas())));
        pages.MapGet("/environments", (EnvironmentReader reader) => Page<EnvironmentsPage>((nameof(EnvironmentsPage.Environments), reader.Environments())));
        pages.MapGet("/plugins", (Reader reader) => Page<PluginsPage>((nameof(PluginsPage.Plugins), reader.Plugins())));
        pages.MapFallback("{*path}", (HttpContext context) => NotFound($"There is no page {context.Request.Path}."));
    }

    private static IResult Change(string connection, string number, Reader reader, Explainer explainer) =>
        reader.Change(new ChangeId($"{connection}/{number}")) is { } view && explainer.Explain(new ChangeId(view.Change.Id)) is { } explanation
            ? Page<ChangePage>((nameof(ChangePage.View), view), (nameof(ChangePage.Explanation), explanation))
            : NotFound($"There is no change {connection}/{number}. The server has not heard of it, or it was never pushed.");

    private static IResult Build(string id, Reader reader, BuildLogs logs, ServerAddress address) =>
        reader.Build(new BuildId(id)) is { } view
            ? Page<BuildPage>((nameof(BuildPage.View), view), (nameof(BuildPage.Address), new Uri(address.Url, view.Url)), (nameof(BuildPage.Log), logs.Read(new BuildId(id)) ?? ""))
            : NotFound($"There is no build {id}.");

    private static PageResult<TPage> Page<TPage>(params (string Name, object? Value)[] parameters)
        where TPage : Microsoft.AspNetCore.Components.IComponent => new(StatusCodes.Status200OK, parameters);

    public static PageResult<MessagePage> NotFound(string what) => new(StatusCodes.Status404NotFound, (nameof(MessagePage.Title), "Not found"), (nameof(MessagePage.What), what));
}

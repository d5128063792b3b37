using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using PluginCi.Scheduler;

namespace PluginCi.Server;

internal static class EventEndpoints
{
    // Five a second are more than eyes can follow, and few enough for many open pages.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Proxies close connections that are silent for a minute, some after half of one.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/events", SendAsync)
            .WithName("WatchEvents")
            .WithTags("Server")
            .WithSummary("Server-sent events: 'changed' with the version of what is shown, whenever it grows, at most five a second")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream");

    private static async Task SendAsync(HttpContext context, Board board, TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            // A page that connects again after a break is told the version at once and sees what it missed.
            var version = board.Version;
            await WriteAsync(context, Changed(version), ending.Token);
            while (true)
            {
                version = await NextAsync(context, board, version, clock, ending.Token);
                await WriteAsync(context, Changed(version), ending.Token);
                await Task.Delay(Pause, clock, ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The page was closed or the server stops.
        }
    }

    private static async Task<long> NextAsync(HttpContext context, Board board, long version, TimeProvider clock, CancellationToken cancellationToken)
    {
        var next = board.WaitPastAsync(version, cancellationToken);
        while (true)
        {
            try
            {
                return await next.WaitAsync(Heartbeat, clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                await WriteAsync(context, ": still here\n\n", cancellationToken);
            }
        }
    }

    private static string Changed(long version) => string.Create(CultureInfo.InvariantCulture, $"event: changed\ndata: {version}\n\n");

    private static async Task WriteAsync(HttpContext context, string text, CancellationToken cancellationToken)
    {
        await context.Response.WriteAsync(text, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }
}

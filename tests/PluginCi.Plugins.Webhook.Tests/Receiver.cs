using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PluginCi.Plugins.Webhook;

/// <summary>A real server on the loopback address that takes what is posted.</summary>
[SuppressMessage("Usage", "CA2213", Justification = "DisposeAsync gives the server back.")]
internal sealed class Receiver : IAsyncDisposable
{
    private readonly Lock _guard = new();
    private readonly List<Posted> _posted = [];
    private WebApplication? _app;
    private TaskCompletionSource _silence = Done();

    public int Port { get; private set; }

    public Uri Url => new($"http://127.0.0.1:{Port}/hooks/t0ken?channel=releases");

    /// <summary>What it answers. Default 204.</summary>
    public int Status { get; set; } = 204;

    /// <summary>Where an answer sends on to, or null.</summary>
    public string? Location { get; set; }

    /// <summary>Everything that came, oldest first.</summary>
    public ImmutableArray<Posted> Posted
    {
        get
        {
            lock (_guard)
            {
                return [.. _posted];
            }
        }
    }

    /// <summary>The texts that people see: one for each key.</summary>
    public ImmutableArray<string> Messages => [.. Posted.Where(posted => posted.Status < 300).DistinctBy(posted => posted.Headers["Idempotency-Key"]).Select(posted => posted.Json.GetProperty("text").GetString()!)];

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver.SetAwayAsync(false);
        return receiver;
    }

    public async Task SetAwayAsync(bool isAway)
    {
        if (isAway)
        {
            await DisposeAsync();
            return;
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Port));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(TakeAsync);
        await _app.StartAsync();
        Port = new Uri(_app.Urls.Single()).Port;
    }

    public void SetSilent(bool isSilent)
    {
        _silence.TrySetResult();
        _silence = isSilent ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : Done();
    }

    public async ValueTask DisposeAsync()
    {
        _silence.TrySetResult();
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var silence = _silence.Task;
        await silence.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = Status;
        if (Location is not null)
        {
            context.Response.Headers.Location = Location;
        }

        lock (_guard)
        {
            _posted.Add(new Posted(
                $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}", context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()), body.ToArray(), Status));
        }
    }
}

/// <summary>One request.</summary>
internal sealed record Posted(string Request, Dictionary<string, string> Headers, byte[] Body, int Status)
{
    public JsonElement Json { get; } = JsonSerializer.Deserialize<JsonElement>(Body);
}

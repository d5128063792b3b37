using System.Net;

namespace PluginCi.Dependencies;

/// <summary>What nginx answered. It is kept running until this is disposed.</summary>
internal sealed class CachedAnswer(HttpResponseMessage message, NginxServer nginx) : IDisposable
{
    private static readonly string[] FromCache = ["HIT", "STALE", "UPDATING", "REVALIDATED"];

    public HttpStatusCode Status => message.StatusCode;

    /// <summary>Whether it needed nothing of upstream.</summary>
    public bool IsFromCache => FromCache.Contains(Header(NginxConfiguration.StatusHeader));

    public string ContentType => Header("Content-Type") ?? "application/octet-stream";

    public string? Header(string name) =>
        message.Headers.NonValidated.TryGetValues(name, out var values) || message.Content.Headers.NonValidated.TryGetValues(name, out values) ? values.ToString() : null;

    public Task<Stream> ReadAsync(CancellationToken cancellationToken) => message.Content.ReadAsStreamAsync(cancellationToken);

    public void Dispose()
    {
        message.Dispose();
        nginx.Dispose();
    }
}

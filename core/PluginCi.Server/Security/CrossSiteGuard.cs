using System.Net;
using Microsoft.AspNetCore.Http;

namespace PluginCi.Server;

/// <summary>
/// Refuses requests that change something when a browser sends them for another site: there is no login yet, so a page on the
/// internet could otherwise approve changes through the browser of somebody who can reach the server.
/// </summary>
internal sealed class CrossSiteGuard(RequestDelegate next, ServerAddress address)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || FindObjection(request) is not { } objection
            ? next(context)
            : Problems.Of(StatusCodes.Status403Forbidden, "Cross-site request", objection).ExecuteAsync(context);
    }

    private string? FindObjection(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return site is not ("" or "same-origin" or "none") ? "This request was sent by a page of another site."
            : origin.Length > 0 && !IsOwn(origin) ? $"This request was sent by a page of {origin}; only pages of {address.Url.GetLeftPart(UriPartial.Authority)} may send it."
            : !IsOwnHost(request.Host.Host) ? $"This request was sent to the host '{request.Host.Host}'; set 'url' in {ServerOptionsReader.FileName} if people reach the server by that name."
            : null;
    }

    private bool IsOwn(string origin) =>
        origin == address.Url.GetLeftPart(UriPartial.Authority) || origin == address.Listen.GetLeftPart(UriPartial.Authority);

    // A name that somebody else's DNS points to this machine would make their page "same-origin"; addresses cannot be pointed.
    private bool IsOwnHost(string host) =>
        host is "localhost" || host == address.Url.Host || host == address.Listen.Host || IPAddress.TryParse(host.Trim('[', ']'), out _);
}

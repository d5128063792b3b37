using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PluginCi.Server;

/// <summary>Answers with a rendered page.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="parameters">The page's parameters, by name.</param>
internal sealed class PageResult<TPage>(int status, params (string Name, object? Value)[] parameters) : IResult
    where TPage : IComponent
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var renderer = httpContext.RequestServices.GetRequiredService<PageRenderer>();
        var html = await renderer.RenderAsync<TPage>(parameters.ToDictionary(entry => entry.Name, entry => entry.Value));
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        await httpContext.Response.WriteAsync(html, httpContext.RequestAborted);
    }
}

using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using PluginCi.Storage;

namespace PluginCi.Server;

/// <summary>Answers 503 while the database is away, to people and to programs: to ask again is all that there is to do.</summary>
internal sealed class StorageTrouble : IExceptionHandler
{
    private const string What = "The server cannot reach its database now. It tries again by itself, and nothing is lost. Why it is away stands in the server's log.";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not StorageException)
        {
            return false;
        }

        httpContext.Response.Headers.RetryAfter = "5";
        IResult answer = httpContext.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            ? Problems.Of(StatusCodes.Status503ServiceUnavailable, "Database away", What)
            : new PageResult<MessagePage>(StatusCodes.Status503ServiceUnavailable, (nameof(MessagePage.Title), "Try again in a moment"), (nameof(MessagePage.What), What));
        await answer.ExecuteAsync(httpContext);
        return true;
    }
}

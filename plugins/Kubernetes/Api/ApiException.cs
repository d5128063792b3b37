using System.Net;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The API of a cluster did not do what it was asked, or cannot be reached.</summary>
internal sealed class ApiException(HttpStatusCode? status, string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What it answered; null when it cannot be reached.</summary>
    public HttpStatusCode? Status => status;

    /// <summary>Its word for what is wrong, such as <c>Forbidden</c>; may be empty.</summary>
    public string Reason => reason;

    /// <summary>True when the same call may succeed later without anybody doing anything.</summary>
    public bool IsTransient => status is null or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;

    /// <summary>True when we lack a right. An API that has just started may say so of rights that it has not read yet.</summary>
    public bool IsRight => status is HttpStatusCode.Unauthorized || (status == HttpStatusCode.Forbidden && Message.Contains(" cannot ", StringComparison.Ordinal) && Message.Contains(" resource ", StringComparison.Ordinal));

    /// <summary>True when a program in a container may be asked for again: the connection may break, and the end of a container may be told a moment after it.</summary>
    public bool MayPass => IsTransient || IsRight || status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest;

    /// <summary>True when a quota of the namespace leaves no room now.</summary>
    public bool IsQuota => status == HttpStatusCode.Forbidden && Message.Contains("exceeded quota", StringComparison.Ordinal);
}

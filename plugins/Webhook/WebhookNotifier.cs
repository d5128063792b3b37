using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Webhook;

/// <summary>Posts notifications to one address.</summary>
internal sealed class WebhookNotifier(ConnectionSettings settings, HttpClient http, TimeProvider clock) : INotifier
{
    /// <summary>How long an address may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Connection => settings.Name;

    // Names only whom it is at, as the rest of an address may be what lets people post there.
    private string Address => $"{settings.Url.GetLeftPart(UriPartial.Authority)}/… of the webhook '{settings.Name}'";

    /// <summary>A client that goes nowhere else than it is told to, and keeps nothing.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The client owns its handler.")]
    public static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,

        // So that a name that moves to another address is followed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task NotifyAsync(Notification notification, CancellationToken cancellationToken)
    {
        using var request = RequestOf(notification);
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            // The answer's text is not read: it could be anything, also without end.
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            Check(answer);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OutsideException($"{Address} did not answer within {Patience.TotalSeconds:0} s.", isTransient: true, exception);
        }
        catch (HttpRequestException exception)
        {
            throw new OutsideException($"{Address} cannot be reached: {exception.Message}", isTransient: true, exception);
        }
    }

    private void Check(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        var status = (int)answer.StatusCode;
        var isTransient = status is 408 or 425 or 429 or >= 500;
        var advice = isTransient ? "." : status is >= 300 and < 400 ? "; it is not followed elsewhere, correct its url." : "; correct its url or its secret.";
        throw new OutsideException($"{Address} answered {status} {answer.StatusCode}{advice}", isTransient);
    }

    private HttpRequestMessage RequestOf(Notification notification)
    {
        var body = Payload.Write(notification);
        var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("PluginCI", "1"));
        request.Headers.Add("Idempotency-Key", IsPrintable(notification.Key) ? notification.Key : Uri.EscapeDataString(notification.Key));
        if (settings.SecretFile is not null)
        {
            request.Headers.Add("X-PluginCI-Signature", $"sha256={Sign(body)}");
        }

        return request;
    }

    private string Sign(byte[] body)
    {
        try
        {
            return Convert.ToHexStringLower(HMACSHA256.HashData(SigningSecret.Read(settings), body));
        }
        catch (ArgumentException exception)
        {
            // Somebody may be writing it, and what is not signed is not posted.
            throw new OutsideException(exception.Message, isTransient: true, exception);
        }
    }

    private static bool IsPrintable(string key) => key.All(letter => letter is > ' ' and < '\x7f');
}

using System.Net.Http.Json;
using System.Text.Json;

namespace PluginCi.Cli;

/// <summary>Talks to a server's HTTP API; whatever goes wrong is one sentence.</summary>
internal sealed class ServerClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _advice;

    /// <param name="server">Its address.</param>
    /// <param name="advice">What to do when it does not answer, in a sentence.</param>
    public ServerClient(string server, string advice = "Start one with `pluginci up`, or name another with --server.")
    {
        _advice = advice;
        _http = new HttpClient { BaseAddress = new Uri(server.TrimEnd('/') + "/"), Timeout = TimeSpan.FromSeconds(60) };
    }

    public async Task<(JsonElement? Found, string Trouble)> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode
                ? (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken), "")
                : (null, await TroubleAsync(response, cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            return (null, Unreachable(exception));
        }
        catch (JsonException)
        {
            return (null, $"{_http.BaseAddress}{path} did not answer as a server of PluginCI does.");
        }
    }

    /// <summary>Reads something that may be long, while it comes.</summary>
    /// <returns>Null when all was read, else one sentence why not.</returns>
    public async Task<string?> ReadAsync(string path, Func<Stream, Task> read, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(path.TrimStart('/'), UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return await TroubleAsync(response, cancellationToken);
            }

            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            await read(stream);
            return null;
        }
        catch (HttpRequestException exception)
        {
            return Unreachable(exception);
        }
    }

    /// <summary>Acts on a change.</summary>
    /// <returns>Null when done, else one sentence why not.</returns>
    public async Task<string?> FindTroubleAsync(string change, string verb, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync(new Uri($"api/changes/{change}/{verb}", UriKind.Relative), new { who = Environment.UserName }, cancellationToken);
            return response.IsSuccessStatusCode ? null : await TroubleAsync(response, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            return Unreachable(exception);
        }
    }

    /// <summary>Asks the server for something.</summary>
    /// <returns>The answer, or one sentence why there is none.</returns>
    public async Task<(JsonElement? Answer, string Trouble)> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, cancellationToken);
            return response.IsSuccessStatusCode
                ? (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken), "")
                : (null, await TroubleAsync(response, cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            return (null, Unreachable(exception));
        }
    }

    public void Dispose() => _http.Dispose();

    private string Unreachable(HttpRequestException exception) =>
        $"The server at {_http.BaseAddress} does not answer: {exception.Message} {_advice}";

    private static async Task<string> TroubleAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("detail").GetString() ?? text;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"The server answered {(int)response.StatusCode}: {text}";
        }
    }
}

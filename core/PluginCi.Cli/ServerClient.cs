using System.Net.Http.Json;
using System.Text.Json;

namespace PluginCi.Cli;

/// <summary>Talks to a server's HTTP API; whatever goes wrong is one sentence.</summary>
internal sealed class ServerClient : IDisposable
{
    private readonly HttpClient _http;

    public ServerClient(string server) => _http = new HttpClient { BaseAddress = new Uri(server.TrimEnd('/') + "/"), Timeout = TimeSpan.FromSeconds(60) };

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
        $"The server at {_http.BaseAddress} does not answer: {exception.Message} Start one with `pluginci up`, or name another with --server.";

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

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PluginCi.Systems;

/// <summary>A rule of the site, on the real server: a failure of a real build is posted to a real address, signed.</summary>
public sealed class WebhookTests : IDisposable
{
    private const string Head = "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\n";

    private const string Secret = "what only the two know";

    private readonly ScratchFolder _scratch = new();
    private readonly TcpListener _chat = new(IPAddress.Loopback, 0);

    public WebhookTests() => _chat.Start();

    public void Dispose()
    {
        _chat.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task People_are_told_what_the_site_names()
    {
        await SmallSite.FoundAsync(_scratch, "", Head + "return Project(Commit(Job(\"unit\").Sh(\"false\")));\n");
        _scratch.Write("secret", Secret + "\n");
        File.SetUnixFileMode(_scratch.PathTo("secret"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _scratch.Write("pluginci.yaml", $"""
            {await File.ReadAllTextAsync(_scratch.PathTo("pluginci.yaml"))}    webhook:
                  connections:
                    - name: releases
                      url: http://127.0.0.1:{((IPEndPoint)_chat.LocalEndpoint).Port}/hooks/0a1b2c
                      secretFile: {_scratch.PathTo("secret")}

            """);
        _scratch.Write("config/site.csx", Head + "return Site(Repository(\"hello\"), Notify(\"releases\").For(\"hello\").In(\"check\"), Notify(\"relases\"));\n");
        await SmallSite.PushAsync(_scratch.PathTo("config"), "HEAD:main", "Tell people");
        using var server = RunningProduct.Server(_scratch.Path);
        var url = await server.ReadAddressAsync();
        _scratch.Write("hello/README", "Hello.\n");
        await SmallSite.PushAsync(_scratch.PathTo("hello"), "HEAD:refs/for/main", "Say hello");
        var (head, body) = await TakeAsync();

        Assert.StartsWith("POST /hooks/0a1b2c HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains($"X-PluginCI-Signature: sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body))}\r\n", head, StringComparison.Ordinal);
        var posted = JsonSerializer.Deserialize<JsonElement>(body);
        Assert.Equal(
            ("failure", "check", "hello", "main", "git/1", "Say hello", $"{url}/changes/git/1"),
            (Text("kind"), Text("pipeline"), Text("project"), Text("branch"), Text("change"), Text("subject"), Text("url")));
        Assert.Contains("unit", Text("message"), StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        Assert.Contains("which no plugin of this server provides, so that nobody is told. Add the connection to pluginci.yaml, or correct site.csx. Known connections: releases.", await client.GetStringAsync(new Uri("/api/health", UriKind.Relative)), StringComparison.Ordinal);

        string Text(string field) => posted.GetProperty(field).GetString()!;
    }

    private async Task<(string Head, byte[] Body)> TakeAsync()
    {
        using var caller = await _chat.AcceptTcpClientAsync(RunningProduct.Soon);
        await using var stream = caller.GetStream();
        var head = new StringBuilder();
        var letter = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(letter, RunningProduct.Soon);
            head.Append((char)letter[0]);
        }

        var length = head.ToString().Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal))["Content-Length: ".Length..];
        var body = new byte[int.Parse(length, System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, RunningProduct.Soon);
        await stream.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), RunningProduct.Soon);
        return (head.ToString(), body);
    }
}

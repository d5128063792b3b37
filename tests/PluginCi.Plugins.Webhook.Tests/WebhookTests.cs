using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Webhook;

public sealed class WebhookTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Notification Rejected = new()
    {
        Key = "notify:releases:core/r7",
        Pipeline = "gate",
        Kind = ReportKind.Failure,
        Project = new ProjectName("mediawiki/core"),
        Branch = "REL1_45",
        Change = new ChangeId("git/12"),
        Patchset = 3,
        Subject = "Mend the wheel",
        Text = "Rejected by gate.\n* unit failed",
        Url = new Uri("http://ci.example.org/changes/git/12"),
    };

    [Fact]
    public async Task What_is_posted_says_everything_and_in_one_text_too()
    {
        await using var scene = await WebhookScene.SetAsync();
        await scene.Notifier.NotifyAsync(Rejected, CancellationToken.None);

        var posted = Assert.Single(scene.Receiver.Posted);
        Assert.Equal("POST /hooks/t0ken?channel=releases", posted.Request);
        Assert.Equal(("application/json; charset=utf-8", "notify:releases:core/r7"), (posted.Headers["Content-Type"], posted.Headers["Idempotency-Key"]));
        Assert.DoesNotContain("X-PluginCI-Signature", posted.Headers.Keys);
        Assert.Equal(
            """
            {"version":1,"key":"notify:releases:core/r7","text":"mediawiki/core (REL1_45) git/12 \"Mend the wheel\": Rejected by gate.\n* unit failed\nhttp://ci.example.org/changes/git/12",
            "kind":"failure","pipeline":"gate","project":"mediawiki/core","branch":"REL1_45","change":"git/12","patchset":3,"subject":"Mend the wheel","message":"Rejected by gate.\n* unit failed",
            "url":"http://ci.example.org/changes/git/12"}
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(posted.Json, Plain));
    }

    [Fact]
    public async Task The_page_shows_what_is_posted()
    {
        await using var scene = await WebhookScene.SetAsync();
        await scene.Notifier.NotifyAsync(Rejected with { Branch = "main", Text = "Rejected by gate.", Url = new Uri("https://ci.example.org/changes/git/12") }, CancellationToken.None);

        var page = await File.ReadAllTextAsync(SourceTree.PathTo("plugins", "Webhook", "README.md"));
        var shown = page[page.IndexOf("\n{\n", StringComparison.Ordinal)..];
        Assert.Equal(JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(shown[..(shown.IndexOf("\n}\n", StringComparison.Ordinal) + 3)])), JsonSerializer.Serialize(Assert.Single(scene.Receiver.Posted).Json));
    }

    [Fact]
    public async Task A_branch_is_told_without_a_change()
    {
        await using var scene = await WebhookScene.SetAsync();
        await scene.Notifier.NotifyAsync(Rejected with { Change = null, Patchset = 0, Subject = "" }, CancellationToken.None);

        var posted = Assert.Single(scene.Receiver.Posted).Json;
        Assert.Equal(JsonValueKind.Null, posted.GetProperty("change").ValueKind);
        Assert.StartsWith("mediawiki/core (REL1_45): Rejected by gate.", posted.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_anybody_writes_calls_nobody_and_hides_no_link()
    {
        await using var scene = await WebhookScene.SetAsync();
        await scene.Notifier.NotifyAsync(Rejected with { Subject = "<!channel> <https://evil.example|the log> & @all", Text = "Failed." }, CancellationToken.None);

        var posted = Assert.Single(scene.Receiver.Posted).Json;
        Assert.Equal("<!channel> <https://evil.example|the log> & @all", posted.GetProperty("subject").GetString());
        Assert.Contains("\"&lt;!channel&gt; &lt;https://evil.example|the log&gt; &amp; @\u200ball\": Failed.\nhttp", posted.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_posted_is_signed_by_the_secret_that_its_file_holds_then()
    {
        await using var scene = await WebhookScene.SetAsync(secret: "the first secret\n");
        await scene.Notifier.NotifyAsync(Rejected, CancellationToken.None);
        WebhookScene.WriteSecret(scene.SecretFile, "the second secret");
        await scene.Notifier.NotifyAsync(Rejected, CancellationToken.None);

        Assert.Equal(
            new[] { "the first secret", "the second secret" }.Zip(scene.Receiver.Posted, (secret, posted) => $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), posted.Body))}"),
            scene.Receiver.Posted.Select(posted => posted.Headers["X-PluginCI-Signature"]));
    }

    [Fact]
    public async Task Nothing_is_posted_unsigned_when_the_secret_is_gone()
    {
        await using var scene = await WebhookScene.SetAsync(secret: "the first secret");
        File.Delete(scene.SecretFile);

        var failure = await Assert.ThrowsAsync<OutsideException>(() => scene.Notifier.NotifyAsync(Rejected, CancellationToken.None));
        Assert.StartsWith($"The secret of the webhook 'releases', in {scene.SecretFile}, cannot be read", failure.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Receiver.Posted);
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(202, null)]
    [InlineData(302, false)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(410, false)]
    [InlineData(425, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task An_answer_is_success_or_says_whether_trying_again_may_help(int status, bool? isTransient)
    {
        await using var other = await Receiver.StartAsync();
        await using var scene = await WebhookScene.SetAsync(secret: "the first secret");
        (scene.Receiver.Status, scene.Receiver.Location) = (status, other.Url.AbsoluteUri);

        var failure = await Record.ExceptionAsync(() => scene.Notifier.NotifyAsync(Rejected, CancellationToken.None));
        Assert.Equal(isTransient, (failure as OutsideException)?.IsTransient);
        Assert.Single(scene.Receiver.Posted);
        Assert.Empty(other.Posted);
        if (failure is not null)
        {
            Assert.StartsWith($"http://127.0.0.1:{scene.Receiver.Port}/… of the webhook 'releases' answered {status} ", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("t0ken", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret is", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_that_does_not_answer_is_left_after_ten_seconds()
    {
        await using var scene = await WebhookScene.SetAsync();
        scene.Receiver.SetSilent(true);
        var call = scene.Notifier.NotifyAsync(Rejected, CancellationToken.None);
        Assert.Equal(1, scene.Clock.End(TimeSpan.FromSeconds(10)));

        var failure = await Assert.ThrowsAsync<OutsideException>(() => call);
        Assert.Equal((true, $"http://127.0.0.1:{scene.Receiver.Port}/… of the webhook 'releases' did not answer within 10 s."), (failure.IsTransient, failure.Message));
    }

    [Theory]
    [InlineData("""{"connections":[]}""", "The setting connections of webhook is empty")]
    [InlineData("""{"connections":[{"name":"#releases","url":"https://chat.example.org"}]}""", "The setting connections[0].name of webhook is '#releases'; expected letters")]
    [InlineData("""{"connections":[{"name":"a","url":"https://chat.example.org"},{"name":"a","url":"https://chat.example.org"}]}""", "has 'a' 2 times")]
    [InlineData("""{"connections":[{"name":"a","url":"ftp://chat.example.org/t0ken"}]}""", "The setting connections[0].url of webhook, of 'a', is no address")]
    [InlineData("""{"connections":[{"name":"a","url":"https://ci:t0ken@chat.example.org"}]}""", "without a name and password in it")]
    [InlineData("""{"connections":[{"name":"a","url":"https://chat.example.org","secretFile":"secret"}]}""", "The setting connections[0].secretFile of webhook is 'secret'; expected an absolute path")]
    [InlineData("""{"connections":[{"name":"a","url":"https://chat.example.org","secretFile":"/nowhere/secret"}]}""", "The secret of the webhook 'a', in /nowhere/secret, cannot be read")]
    public void Settings_that_are_wrong_are_named(string settings, string expected)
    {
        var failure = Assert.Throws<ArgumentException>(() => ConnectionSettings.ReadAll(JsonSerializer.Deserialize<JsonElement>(settings)));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", UnixFileMode.UserRead, "has 5 bytes; write 8 to 4096")]
    [InlineData("long enough", UnixFileMode.UserRead | UnixFileMode.OtherRead, "can be read or changed by everybody on this machine")]
    public async Task A_secret_that_is_none_is_refused(string secret, UnixFileMode mode, string expected)
    {
        await using var scene = await WebhookScene.SetAsync();
        WebhookScene.WriteSecret(scene.SecretFile, secret);
        File.SetUnixFileMode(scene.SecretFile, mode);

        var failure = Assert.Throws<ArgumentException>(() => SigningSecret.Read(new ConnectionSettings("releases", scene.Receiver.Url, scene.SecretFile)));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }
}

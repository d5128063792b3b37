using System.Text;

namespace PluginCi.Systems;

/// <summary>A secret of the real server: a real build prints it in several forms, and it stands nowhere.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Head = "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\n";

    private const string Value = "s3cret/of+the site";

    private readonly ScratchFolder _scratch = new();

    // Outside of what is searched for it.
    private readonly string _file = Path.GetTempFileName();

    public SecretTests() => File.WriteAllText(_file, Value + "\n");

    public void Dispose()
    {
        File.Delete(_file);
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_reviewed_build_has_it_and_no_file_of_the_server_does_afterwards()
    {
        await SmallSite.FoundAsync(
            _scratch,
            $"secrets:\n  upload: {{ file: {_file} }}\n",
            Head + "return Project(Commit(Job(\"unit\").Sh(\"test -z \\\"${TOKEN+set}\\\"\")), In(\"gate\", Job(\"upload\").Secret(\"upload\", env: \"TOKEN\").Script(\"upload.sh\").JUnit(\"report.xml\")));\n",
            ("upload.sh", """
                #!/bin/sh
                [ ${#TOKEN} = 18 ] || exit 3
                echo "it is $TOKEN."
                printf '%s' "$TOKEN" | base64
                printf 'u:%s' "$TOKEN" | base64
                printf '%s' "$TOKEN" | od -An -tx1 | tr -d ' \n'; echo
                printf '{"version": "%s"}' "$TOKEN" > "$PLUGINCI_RETURN"
                printf '<testsuite><testcase classname="a" name="b"><failure message="m">got %s</failure></testcase></testsuite>' "$TOKEN" > report.xml
                set -x
                : curl -u "$TOKEN"

                """));
        File.SetUnixFileMode(_scratch.PathTo("hello/upload.sh"), (UnixFileMode)0b111_101_101);
        _scratch.Write("config/site.csx", Head + "return Site(Repository(\"hello\"), Secret(\"upload\").For(\"hello\").In(\"gate\"));\n");
        await SmallSite.PushAsync(_scratch.PathTo("hello"), "HEAD:main", "A program");
        await SmallSite.PushAsync(_scratch.PathTo("config"), "HEAD:main", "A grant");
        using (var server = RunningProduct.Server(_scratch.Path))
        {
            var url = await server.ReadAddressAsync();
            _scratch.Write("hello/README", "Hello.\n");
            await SmallSite.PushAsync(_scratch.PathTo("hello"), "HEAD:refs/for/main", "Say hello");
            await SmallSite.WaitForAsync(url, "open");
            Assert.Equal(0, (await Product.RunAsync("change", "approve", "1", "--server", url)).ExitCode);
            var merged = await SmallSite.WaitForAsync(url, "merged");
            var build = merged.GetProperty("builds").EnumerateArray().Single(build => build.GetProperty("job").GetString() == "upload").GetProperty("id").GetString()!;
            using var client = new HttpClient { BaseAddress = new Uri(url) };
            var log = await client.GetStringAsync(new Uri($"/api/builds/{Uri.EscapeDataString(build)}/log", UriKind.Relative));
            var shown = await client.GetStringAsync(new Uri($"/api/builds/{Uri.EscapeDataString(build)}", UriKind.Relative));

            Assert.Contains("it is ***.\n", log, StringComparison.Ordinal);
            Assert.Contains("curl -u ", log, StringComparison.Ordinal);
            Assert.All(Forms(), form => Assert.DoesNotContain(form, log + shown, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(
            Directory.EnumerateFiles(_scratch.PathTo(".pluginci"), "*", SearchOption.AllDirectories),
            file => Encoding.UTF8.GetString(File.ReadAllBytes(file)) is var text && Forms().Any(form => text.Contains(form, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task On_ones_own_machine_it_is_given_by_where_it_is()
    {
        _scratch.Write("hello/.pipeline/pipeline.csx", Head + "return Project(In(\"gate\", Job(\"upload\").Secret(\"upload\", env: \"TOKEN\").Sh(\"echo it is $TOKEN.\")));\n");
        await ScratchFolder.GitAsync(_scratch.PathTo("hello"), "init", "--quiet", "--initial-branch=main");

        var given = await Product.RunAsync("run", "--dir", _scratch.PathTo("hello"), "--secret", $"upload=file:{_file}");
        var missing = await Product.RunAsync("run", "--dir", _scratch.PathTo("hello"));
        var wrong = await Product.RunAsync("run", "--dir", _scratch.PathTo("hello"), "--secret", $"upload={Value}");

        Assert.True(given.ExitCode == 0 && given.StandardOutput.Contains("upload | it is ***.\n", StringComparison.Ordinal), given.StandardOutput + given.StandardError);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("--secret upload=env:VARIABLE", string.Join(' ', missing.StandardOutput.Split(' ', '\n', '│').Where(word => word.Length > 0)), StringComparison.Ordinal);
        Assert.Equal((2, "--secret says 'upload' and not where its value is; write upload=env:VARIABLE or upload=file:PATH, never the value itself.\n"), (wrong.ExitCode, wrong.StandardError));
    }

    private static string[] Forms() =>
        [Value, Convert.ToBase64String(Encoding.UTF8.GetBytes(Value)), Convert.ToBase64String(Encoding.UTF8.GetBytes($"u:{Value}"))[3..26], Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Value))];
}

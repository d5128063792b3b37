using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PluginCi.Cli;

/// <summary>A server of its own process, with one change whose builds all run at once.</summary>
internal sealed partial class BenchServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly HttpClient _http;

    private BenchServer(Process process, Uri address)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = address };
    }

    /// <summary>The most memory that the process had so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts the server and pushes the change.</summary>
    public static async Task<BenchServer> StartAsync(string folder, int jobs, string command, CancellationToken cancellationToken)
    {
        await PrepareAsync(folder, jobs, command, cancellationToken);
        var process = Process.Start(new ProcessStartInfo(OwnRuntime.Host, [OwnRuntime.Self, "up"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var server = new BenchServer(process, await ReadAddressAsync(process, cancellationToken));
        await PushAsync(Path.Combine(folder, "bench"), "HEAD:refs/for/main", cancellationToken);
        return server;
    }

    /// <summary>Waits until so many builds of the change have started.</summary>
    /// <returns>Their ids.</returns>
    public async Task<IReadOnlyList<string>> WaitForBuildsAsync(int builds, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        while (true)
        {
            using var answer = await _http.GetAsync(new Uri("/api/changes/git/1", UriKind.Relative), limit.Token);
            if (answer.IsSuccessStatusCode)
            {
                var change = await answer.Content.ReadFromJsonAsync<JsonElement>(limit.Token);
                string[] started = [.. change.GetProperty("builds").EnumerateArray().Where(build => build.TryGetProperty("startedAt", out var at) && at.ValueKind == JsonValueKind.String).Select(build => build.GetProperty("id").GetString()!)];
                if (started.Length >= builds)
                {
                    return started;
                }
            }

            await Task.Delay(Pause, limit.Token);
        }
    }

    /// <summary>Watches the log of a build to its end, as a page does.</summary>
    /// <returns>How much came, and when the first and the last of the lines that are looked for.</returns>
    public async Task<(long Bytes, long First, long Last)> FollowAsync(string build, string line, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(
            new Uri($"/api/builds/{Uri.EscapeDataString(build)}/log?follow=true", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await using var log = await answer.Content.ReadAsStreamAsync(cancellationToken);

        // At the start of a line: the title of the step that prints it has it as well.
        var wanted = Encoding.UTF8.GetBytes($"\n{line}\n");
        var (bytes, first) = (0L, 0L);
        var buffer = new byte[1 << 16];
        while (await log.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            bytes += read;
            first = first == 0 && buffer.AsSpan(0, read).IndexOf(wanted) >= 0 ? Stopwatch.GetTimestamp() : first;
        }

        return (bytes, first, Stopwatch.GetTimestamp());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task PrepareAsync(string folder, int jobs, string command, CancellationToken cancellationToken)
    {
        var script = string.Join(", ", Enumerable.Range(1, jobs).Select(job => string.Create(CultureInfo.InvariantCulture, $"Job(\"job-{job}\").Sh(\"\"\"{command}\"\"\")")));
        await WriteAsync(folder, "pluginci.yaml", $"listen: http://127.0.0.1:0\nplugins:\n  settings:\n    git:\n      repositories: {Path.Combine(folder, "git")}\n    sandbox:\n      capacity: {jobs}\n");
        await WriteAsync(folder, "config/site.csx", "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\nreturn Site(Repository(\"bench\"));\n");
        await WriteAsync(folder, "bench/.pipeline/pipeline.csx", $"#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\nreturn Project(Commit({script}));\n");
        foreach (var project in new[] { "config", "bench" })
        {
            var clone = Path.Combine(folder, project);
            await GitAsync(folder, ["init", "--quiet", "--bare", "--initial-branch=main", Path.Combine(folder, "git", $"{project}.git")], cancellationToken);
            await GitAsync(clone, ["init", "--quiet", "--initial-branch=main"], cancellationToken);
            await GitAsync(clone, ["remote", "add", "origin", Path.Combine(folder, "git", $"{project}.git")], cancellationToken);
            await PushAsync(clone, "HEAD:main", cancellationToken);
        }
    }

    private static async Task PushAsync(string clone, string to, CancellationToken cancellationToken)
    {
        await GitAsync(clone, ["add", "--all"], cancellationToken);
        await GitAsync(clone, ["-c", "user.name=Bench", "-c", "user.email=bench@pluginci.invalid", "commit", "--quiet", "--allow-empty", "-m", "Bench"], cancellationToken);
        await GitAsync(clone, ["push", "--quiet", "origin", to], cancellationToken);
    }

    private static async Task WriteAsync(string folder, string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text);
    }

    private static async Task GitAsync(string folder, string[] arguments, CancellationToken cancellationToken) =>
        await CliWrap.Cli.Wrap("git").WithWorkingDirectory(folder).WithArguments(arguments).ExecuteAsync(cancellationToken);

    private static async Task<Uri> ReadAddressAsync(Process process, CancellationToken cancellationToken)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Address().Match(line) is { Success: true } found)
            {
                return new Uri(found.Value);
            }
        }

        throw new InvalidOperationException("The server of the bench ended before it said where it is.");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}

using System.Net;
using System.Net.Sockets;
using CliWrap.Buffered;

namespace PluginCi.Systems;

public sealed class RunTests : IDisposable
{
    private readonly ScratchFolder _tree = new();

    public RunTests() => _tree.Write(
        ".pipeline/pipeline.csx",
        """
        #r "PluginCi.Dsl.dll"
        using static PluginCi.Dsl.Ci;

        var build = Job("build").Sh("id -u; echo built > built");
        var unit  = Job("unit").After(build).Sh("test -e source && ls");
        var bad   = Job("bad").Sh("echo oh; exit 3");
        var late  = Job("late").After(bad).Sh("echo never");

        return Project(Commit(build, unit, bad, late));
        """);

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task A_job_runs_after_those_it_needs_and_leaves_the_working_tree_alone()
    {
        _tree.Write("source", "");

        var run = await Product.RunAsync("run", "--dir", _tree.Path, "unit");

        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        Assert.True(run.StandardOutput.IndexOf("build | 1000", StringComparison.Ordinal) < run.StandardOutput.IndexOf("unit | source", StringComparison.Ordinal), run.StandardOutput);
        Assert.DoesNotContain("bad |", run.StandardOutput, StringComparison.Ordinal);
        Assert.False(File.Exists(_tree.PathTo("built")));
    }

    [Fact]
    public async Task An_executor_that_there_is_not_is_told_with_those_that_there_are()
    {
        var run = await Product.RunAsync("run", "--dir", _tree.Path, "--executor", "mainframe", "build");

        Assert.Equal((1, "There is no executor 'mainframe'. Known executors: sandbox.\n"), (run.ExitCode, run.StandardError));
        Assert.DoesNotContain("build |", run.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Artifacts_and_data_are_passed_on()
    {
        _tree.Write(
            ".pipeline/pipeline.csx",
            """"
            #r "PluginCi.Dsl.dll"
            using static PluginCi.Dsl.Ci;

            var build = Job("build").Sh("mkdir dist; echo 'echo it runs' > dist/app; chmod +x dist/app").Sh("""echo '{"version":"1.2"}' > "$PLUGINCI_RETURN" """).Publish("dist/**", name: "dist");
            return Project(Commit(build, Job("use").Fetch(build, "dist").Sh("dist/app").Sh("""cat "$PLUGINCI_DATA" """)));
            """");

        var run = await Product.RunAsync("run", "--dir", _tree.Path, "use");

        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        Assert.Contains("use | it runs", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("""use | {"build":{"version":"1.2"}}""", run.StandardOutput, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tree.PathTo("dist")));
    }

    [Fact]
    public async Task Reports_of_tests_and_coverage_are_read_and_those_in_html_are_kept()
    {
        _tree.Write("unit.tap", "1..2\nok 1 - adds\nnot ok 2 - subtracts\n");
        _tree.Write("lcov.info", "SF:sum.c\nDA:1,1\nDA:2,0\nend_of_record\n");
        _tree.Write("html/index.html", "<p>half");
        _tree.Write(
            ".pipeline/pipeline.csx",
            """
            #r "PluginCi.Dsl.dll"
            using static PluginCi.Dsl.Ci;

            return Project(Commit(
                Job("bad").Sh("exit 1").Tap("unit.tap").Html("html", name: "seen"),
                Job("bare").Sh("true").Lcov("lcov.info", atLeast: 60).Trx("*.trx")));
            """);
        using var home = new ScratchFolder();

        var run = await Product.Command("run", "--dir", _tree.Path).WithEnvironmentVariables(variables => variables.Set("HOME", home.Path)).ExecuteBufferedAsync();

        Assert.Equal(1, run.ExitCode);
        var text = string.Join(' ', run.StandardOutput.Split([' ', '\n', '│'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Failed tests: unit.tap > subtracts.", text, StringComparison.Ordinal);
        Assert.Contains("50 % of the lines are covered, 1 of 2, and at least 60 % must be.", text, StringComparison.Ordinal);
        Assert.Contains("bare | == No test report fits *.trx.", run.StandardOutput, StringComparison.Ordinal);
        var kept = Assert.Single(Directory.GetFiles(home.PathTo(".cache", "pluginci", "reports"), "index.html", SearchOption.AllDirectories));
        Assert.Contains($"bad | == seen is in {Path.GetDirectoryName(Path.GetDirectoryName(kept))}\n", run.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_reaches_the_hosts_that_it_asks_for_and_no_others()
    {
        using var outside = new OneAnswer();
        var host = outside.Host;
        _tree.Write(
            ".pipeline/pipeline.csx",
            $$"""
            #r "PluginCi.Dsl.dll"
            using static PluginCi.Dsl.Ci;

            return Project(Commit(Job("unit").Network("{{host}}").Sh("unset no_proxy NO_PROXY; curl -s http://{{host}}/; curl -s http://127.0.0.1:9/; ! curl -s --noproxy '*' http://{{host}}/")));
            """);

        var plan = await Product.RunAsync("plan", _tree.Path);
        var run = await Product.RunAsync("run", "--dir", _tree.Path, "--inside", host, "unit");

        Assert.Contains($"reaches {host}", plan.StandardOutput, StringComparison.Ordinal);
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        Assert.Contains("unit | it is open", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains($"unit | == network: {host} allowed, 0 bytes sent, 49 received\n", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("unit | == network: 127.0.0.1:9 refused: its job does not ask for this host", run.StandardOutput, StringComparison.Ordinal);

        var without = await Product.RunAsync("run", "--dir", _tree.Path, "unit");
        Assert.Contains($"unit | {host} is refused: its address is not of the internet", without.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(1, outside.Visits);
    }

    [Fact]
    public async Task What_is_no_host_cannot_be_inside() => Assert.Equal(
        (2, "--inside names '*.example.org'; write a host, such as mirror.example.org:3142 or 127.0.0.1:8080.\n"),
        await Product.RunAsync("run", "--dir", _tree.Path, "--inside", "*.example.org", "unit") is var run ? (run.ExitCode, run.StandardError) : default);

    [Fact]
    public async Task Services_run_beside_a_job_also_from_what_another_job_made()
    {
        _tree.Write(
            ".pipeline/pipeline.csx",
            """
            #r "PluginCi.Dsl.dll"
            using static PluginCi.Dsl.Ci;

            var build = Job("build").Sh("mkdir dist; echo made > dist/page").Publish("dist/**", name: "server");
            var get   = "python3 -c \"import os, urllib.request as u; print(u.urlopen('http://' + os.environ['SERVER_HOST'] + ':' + os.environ['SERVER_PORT'] + '/page').read().decode())\"";
            var site  = Job("site").Service(Service.From(build, "server", "cd dist; exec python3 -m http.server $PORT --bind 127.0.0.1", port: 8080)).Sh(get);
            var lost  = Job("lost").Service(Service.Command("broken", "echo it is broken; exit 3", port: 8080)).Sh("echo never");

            return Project(Commit(build), Acceptance(site, lost));
            """);

        var plan = await Product.RunAsync("plan", _tree.Path);
        Assert.Contains("beside service server, port 8080", plan.StandardOutput, StringComparison.Ordinal);

        var run = await Product.RunAsync("run", "--dir", _tree.Path, "site");
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        Assert.Contains("site | made\n", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("site | server | == starts, port 8080\n", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("site | server | 127.0.0.1 - - ", run.StandardOutput, StringComparison.Ordinal);

        var lost = await Product.RunAsync("run", "--dir", _tree.Path, "lost");
        Assert.Equal(1, lost.ExitCode);
        Assert.Contains("lost | == lost was lost: Service 'broken' ended with status 3 before it was ready. Its last lines: it is broken", lost.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("never", lost.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_end_when_who_runs_them_is_killed()
    {
        string[] sleeps = [$"71{Environment.ProcessId}", $"72{Environment.ProcessId}"];
        _tree.Write(
            ".pipeline/pipeline.csx",
            $"""
            #r "PluginCi.Dsl.dll"
            using static PluginCi.Dsl.Ci;

            return Project(Acceptance(Job("unit").Service(Service.Command("backend", "sleep {sleeps[0]} & exec python3 -m http.server $PORT --bind 127.0.0.1", port: 8080)).Sh("sleep {sleeps[1]}")));
            """);
        using var run = RunningProduct.Run(_tree.Path, "unit");
        await WaitForSleepsAsync(sleeps, count: 2);

        await run.KillAsync();

        await WaitForSleepsAsync(sleeps, count: 0);
    }

    // What is waited for tells nobody outside the sandboxes that it happened.
    private static async Task WaitForSleepsAsync(string[] sleeps, int count)
    {
        var late = RunningProduct.Soon;
        while (CountSleeps(sleeps) != count)
        {
            Assert.False(late.IsCancellationRequested, $"There are {CountSleeps(sleeps)} of them, not {count}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    private static int CountSleeps(string[] sleeps) => Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(folder[6])).Count(folder =>
    {
        try
        {
            return sleeps.Contains(File.ReadAllText(Path.Combine(folder, "cmdline")).Replace("sleep\0", "", StringComparison.Ordinal).TrimEnd('\0'));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    [MakesSystemsFact]
    public async Task A_system_that_a_job_declares_is_made_for_the_first_run_and_there_for_the_next()
    {
        _tree.Write(
            ".pipeline/pipeline.csx",
            """
            #r "PluginCi.Dsl.dll"
            using static PluginCi.Dsl.Ci;

            return Project(Commit(Job("unit").On(Debian("bookworm").Apt("jq")).Sh("jq -n '20 + 3'; command -v git || echo no git")));
            """);

        using var home = new ScratchFolder();
        var plan = await Product.RunAsync("plan", _tree.Path);
        Assert.Contains("on Debian bookworm with jq", plan.StandardOutput, StringComparison.Ordinal);
        var first = await RunAtHomeAsync(home);
        Assert.Contains("unit | Debian bookworm with jq is made, once for all builds that run on it.", first, StringComparison.Ordinal);
        Assert.Contains("unit | 23\nunit | no git\n", first, StringComparison.Ordinal);
        var second = await RunAtHomeAsync(home);
        Assert.DoesNotContain("is made", second, StringComparison.Ordinal);
        Assert.Contains("unit | It runs on Debian bookworm jq=", second, StringComparison.Ordinal);
        Assert.Contains("unit | 23\nunit | no git\n", second, StringComparison.Ordinal);
    }

    [MakesSystemsFact]
    public async Task A_job_that_cannot_be_run_now_is_told_with_the_reason()
    {
        _tree.Write(
            ".pipeline/pipeline.csx",
            """
            #r "PluginCi.Dsl.dll"
            using static PluginCi.Dsl.Ci;

            return Project(Commit(Job("unit").On(Debian("bookworm").Apt("hello")).Sh("hello")));
            """);

        using var home = new ScratchFolder();
        var run = await Product.Command("run", "--dir", _tree.Path, "unit")
            .WithEnvironmentVariables(variables => variables.Set("HOME", home.Path).Set("http_proxy", "http://127.0.0.1:9"))
            .ExecuteBufferedAsync(new CancellationTokenSource(TimeSpan.FromMinutes(5)).Token);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("unit | == unit was lost: Debian bookworm with hello cannot be made now: Failed to fetch ", run.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", run.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_job_did_not_ask_for_is_left_out()
    {
        _tree.Write(
            ".pipeline/pipeline.csx",
            """"
            #r "PluginCi.Dsl.dll"
            using static PluginCi.Dsl.Ci;

            var look = Job("look").Sh("""echo '{"docs":true,"code":"no"}' > "$PLUGINCI_RETURN" """);
            var code = Job("code").OnlyIf(look, "code").Sh("echo never");
            return Project(Commit(look, code, Job("docs").OnlyIf(look, "docs").Sh("echo the docs"), Job("pack").After(code).Sh("echo never"), Job("tell").SoftAfter(code).Sh("echo told")));
            """");

        var run = await Product.RunAsync("run", "--dir", _tree.Path);

        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        Assert.Contains("docs | the docs", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("tell | told", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("Left out", run.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("| never", run.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_fails_is_told_and_what_needs_it_does_not_run()
    {
        var run = await Product.RunAsync("run", "--dir", _tree.Path, "late");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("bad | oh", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("ended with status 3", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("It needs bad, which did not pass.", run.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("never", run.StandardOutput.Split('\n').Where(line => line.StartsWith("late |", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_job_that_is_not_there_is_told_with_those_that_are()
    {
        var run = await Product.RunAsync("run", "--dir", _tree.Path, "units");

        Assert.Equal((2, "There is no job 'units'. Known jobs: build, unit, bad, late.\n"), (run.ExitCode, run.StandardError));
    }

    private async Task<string> RunAtHomeAsync(ScratchFolder home)
    {
        var run = await Product.Command("run", "--dir", _tree.Path, "unit")
            .WithEnvironmentVariables(variables => variables.Set("HOME", home.Path))
            .ExecuteBufferedAsync(new CancellationTokenSource(TimeSpan.FromMinutes(8)).Token);
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        return run.StandardOutput;
    }

    /// <summary>A server of HTTP on this machine.</summary>
    private sealed class OneAnswer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public OneAnswer()
        {
            _listener.Start();
            _ = ServeAsync();
        }

        public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public int Visits { get; private set; }

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptSocketAsync();
                    Visits++;
                    await client.ReceiveAsync(new byte[4096]);
                    await client.SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nit is open\n"u8.ToArray());
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}

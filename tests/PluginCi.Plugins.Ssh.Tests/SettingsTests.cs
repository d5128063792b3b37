using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Model;

namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>Settings, and jobs that a machine cannot run.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("pluginci-ssh-settings-").FullName;

    private string KeyFile => Path.Combine(_data, "key");

    [Fact]
    public void Settings_are_read()
    {
        File.WriteAllText(KeyFile, "");
        var settings = Read(Machine("mac-1", """, "port": 2222, "capacity": 2, "labels": ["macos", "xcode-16"], "takesAll": true, "folder": "/srv/ci", "path": "/opt/bin" """), """, "patienceMinutes": 0.5, "keptMinutes": 5""");

        var machine = Assert.Single(settings.Machines);
        Assert.Equal(("mac-1", "mac.example.org", 2222, "ci", 2, true, "/srv/ci", "/opt/bin"), (machine.Name, machine.Host, machine.Port, machine.User, machine.Capacity, machine.TakesAll, machine.Folder, machine.Path));
        Assert.Equal("macos, xcode-16", string.Join(", ", machine.Labels));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)), (settings.Patience, settings.Kept));
        var plain = Assert.Single(Read(Machine("mac-1")).Machines);
        Assert.Equal((22, 1, false, "pluginci-builds"), (plain.Port, plain.Capacity, plain.TakesAll, plain.Folder));
    }

    [Theory]
    [InlineData("Mac 1", "", "The setting machines[1].name of ssh is 'Mac 1'; expected up to 40 small letters")]
    [InlineData("mac-1", "", "The setting machines[1].name of ssh is 'mac-1'; expected another name than that of machines[0].")]
    [InlineData("mac-2", ", \"host\": \"-oProxyCommand=x\"", "The setting machines[1].host of ssh is '-oProxyCommand=x'; expected a name in the network")]
    [InlineData("mac-2", ", \"user\": \"c i\"", "The setting machines[1].user of ssh is 'c i'; expected the name of an account")]
    [InlineData("mac-2", ", \"folder\": \"a; b\"", "The setting machines[1].folder of ssh is 'a; b'; expected an absolute path")]
    [InlineData("mac-2", ", \"folder\": \"../b\"", "The setting machines[1].folder of ssh is '../b'; expected an absolute path")]
    [InlineData("mac-2", ", \"labels\": [\"a b\"]", "The setting machines[1].labels of ssh is 'a b'; expected letters")]
    [InlineData("mac-2", ", \"identityFile\": \"key\"", "The setting machines[1].identityFile of ssh is 'key'; expected an absolute path, for example /etc/pluginci/ssh/key.")]
    [InlineData("mac-2", ", \"knownHostsFile\": \"/nowhere/known\"", "The setting machines[1].knownHostsFile of ssh is '/nowhere/known'; expected a file that is there")]
    public void Settings_that_cannot_be_are_refused_with_their_place(string name, string more, string expected)
    {
        File.WriteAllText(KeyFile, "");
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => Read($"{Machine("mac-1")}, {Machine(name, more)}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_machine_at_all_is_refused() => Assert.Contains("name a machine", Assert.Throws<ArgumentException>(() => Read("")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Jobs_that_a_machine_cannot_run_are_told_why()
    {
        File.WriteAllText(KeyFile, "");
        var settings = Read(Machine("mac-1", ", \"labels\": [\"macos\"]"));
        await using var executor = new SshExecutor(settings.Machines[0], settings, ServerIdentity.Of(_data), _data, TimeProvider.System, NullLogger.Instance);
        var job = new JobPlan { Name = "app", Labels = ["macos"] };

        Assert.Equal(("ssh-mac-1", 1), (executor.Name, executor.Capacity));
        Assert.Null(executor.FindObstacle(job));
        Assert.Contains("takes only jobs that ask for it, as nothing holds builds apart there; write .Labels(\"macos\")", executor.FindObstacle(job with { Labels = [] }), StringComparison.Ordinal);
        Assert.Contains("take .On(…) away", executor.FindObstacle(job with { RunsIn = new ImagePlan("ci:1") }), StringComparison.Ordinal);
        Assert.Contains("the job wants example.org", executor.FindObstacle(job with { Network = ["example.org"] }), StringComparison.Ordinal);
        Assert.Contains("take .Cache(…) away", executor.FindObstacle(job with { Caches = [new CachePlan("~/.m2", [])] }), StringComparison.Ordinal);
        Assert.Contains("take .Pauses() away", executor.FindObstacle(job with { Pauses = true }), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    // Of two settings with one name the later one counts.
    private string Machine(string name, string more = "") =>
        $$"""{ "name": "{{name}}", "host": "mac.example.org", "user": "ci", "identityFile": "{{KeyFile}}", "knownHostsFile": "{{KeyFile}}"{{more}} }""";

    private static SshSettings Read(string machines, string more = "") => SshSettings.Read(JsonSerializer.Deserialize<JsonElement>($$"""{ "machines": [{{machines}}]{{more}} }"""));
}

using System.Runtime.CompilerServices;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

public sealed class PluginHostTests : IDisposable
{
    private static readonly string[] Reporter = ["reporter"];
    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // A member that a contract gained with a default would else never reach the plugin.
    [Fact]
    public void Guards_pass_on_every_member_of_the_contracts()
    {
        var guards = typeof(PluginHost).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.GetInterfaces().Any(IsContract)).ToArray();
        Assert.NotEmpty(guards);
        var missing = guards
            .SelectMany(guard => guard.GetInterfaces().Where(IsContract).Select(contract => guard.GetInterfaceMap(contract)))
            .SelectMany(map => map.TargetMethods.Where(method => method.DeclaringType!.IsInterface).Select(method => $"{map.TargetType.Name}: {map.InterfaceType.Name}.{method.Name}"));
        Assert.Empty(missing);

        static bool IsContract(Type type) => type.Assembly == typeof(IExecutor).Assembly;
    }

    [Fact]
    public async Task A_plugin_that_fits_is_loaded_and_called()
    {
        _folder.Add("good", "Good", Reporter);
        await using var host = await _folder.LoadAsync();
        await host.Reporters.Single().ReportAsync(Report("all is well"), CancellationToken.None);
        var status = host.Plugins.Single();
        Assert.Equal(("good", "1.2.3", "1.0", PluginHealth.Healthy), (status.Id, status.Version, status.Contract, status.Health));
        Assert.Equal(Reporter, status.Capabilities);
    }

    [Theory]
    [InlineData("0.9", "was built against contract 0.9, this server needs 1.9")]
    [InlineData("2.0", "needs contract 2.0, this server has 1.9")]
    [InlineData("1.10", "needs contract 1.10, this server has 1.9")]
    [InlineData("new", "states the contract 'new'; expected MAJOR.MINOR")]
    public async Task A_plugin_of_another_contract_is_refused_before_it_is_loaded(string contract, string expected)
    {
        _folder.Add("other", "ThrowsOnRegister", Reporter, contract: contract);
        await Refused(expected);
    }

    [Theory]
    [InlineData("ThrowsOnRegister", "failed to start: no licence found")]
    [InlineData("RegistersNothing", "declares the capability 'reporter' but registered none")]
    [InlineData("RegistersTooMuch", "registered the capability executor, which its plugin.json does not declare")]
    [InlineData("NotAPlugin", "does not implement PluginCi.Plugin.IPlugin")]
    [InlineData("Missing", "names the entry TestPlugins.Missing, which TestPlugins.Behaviours.dll does not have")]
    public async Task A_plugin_whose_entry_is_wrong_is_refused(string type, string expected)
    {
        _folder.Add("wrong", type, Reporter);
        await Refused(expected);
    }

    [Theory]
    [InlineData("{}", PluginHealth.Off, "It is used when plugins.settings.good says how; see its README.")]
    [InlineData("""{"good":{}}""", PluginHealth.Healthy, "")]
    public async Task A_plugin_that_needs_settings_is_off_without(string settings, PluginHealth health, string message)
    {
        _folder.Add("good", "Good", Reporter, needsSettings: true);
        await using var host = await _folder.LoadAsync(settings: settings);
        Assert.Equal((health, message), (host.Plugins.Single().Health, host.Plugins.Single().Message));
        Assert.Equal(health == PluginHealth.Healthy, host.Reporters.Count == 1);
    }

    [Fact]
    public async Task A_plugin_that_is_named_off_is_not_loaded()
    {
        _folder.Add("good", "Good", Reporter).Add("unwanted", "ThrowsOnRegister", Reporter);
        await using var host = await _folder.LoadAsync(off: ["unwanted"]);
        Assert.Equal([(PluginHealth.Healthy, ""), (PluginHealth.Off, "It is named in plugins.off.")], host.Plugins.Select(plugin => (plugin.Health, plugin.Message)));
    }

    [Fact]
    public async Task A_plugin_that_never_registers_is_refused_and_stops_no_other()
    {
        _folder.Add("hangs", "HangsOnRegister", Reporter).Add("later", "Good", Reporter);
        await using var host = await _folder.LoadAsync(registerTimeLimit: TimeSpan.FromMilliseconds(200));
        Assert.Contains("did not return within 0.2 s", host.Plugins[0].Message, StringComparison.Ordinal);
        Assert.Equal(PluginHealth.Healthy, host.Plugins[1].Health);
        Assert.Single(host.Reporters);
    }

    [Theory]
    [InlineData("{", "is not a valid manifest")]
    [InlineData("""{"id":"x","version":"1","contract":"1.0","entry":{"assembly":"x.dll","type":"X"},"capabilities":["telepathy"]}""", "'telepathy', which this server does not know. Known: change-source, executor, notifier, reporter")]
    [InlineData("""{"id":"x","version":"1","contract":"1.0","entry":{"assembly":"x.dll","type":"X"},"capabilities":["reporter"]}""", "names the assembly x.dll, which is not in")]
    [InlineData("""{"id":"Big Name","version":"1","contract":"1.0","entry":{"assembly":"x.dll","type":"X"},"capabilities":["reporter"]}""", "'Big Name' is not of small letters")]
    public async Task A_bad_manifest_is_refused(string manifest, string expected)
    {
        _folder.Write("bad", manifest);
        await Refused(expected);
    }

    [Fact]
    public async Task A_folder_without_manifest_is_no_plugin()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Plugins, "notes"));
        await using var host = await _folder.LoadAsync();
        Assert.Empty(host.Plugins);
    }

    [Fact]
    public async Task Two_plugins_of_one_id_are_not_both_loaded()
    {
        _folder.Add("first", "Good", Reporter, id: "twin").Add("second", "Good", Reporter, id: "twin");
        await using var host = await _folder.LoadAsync();
        Assert.Single(host.Reporters);
        Assert.Contains("is taken by", host.Plugins[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"good":{"chanel":"#ci"}}""", "has the unknown setting 'chanel'; known settings: channel, retries")]
    [InlineData("""{"good":{}}""", "plugins.settings.good lacks the setting 'channel'")]
    [InlineData("""{"good":{"channel":7}}""", "plugins.settings.good.channel must be of type string, found 7")]
    [InlineData("""{"good":{"channel":"#ci","retries":0}}""", "plugins.settings.good.retries is 0; it must be 1 or more")]
    public async Task Settings_are_checked_against_the_schema(string settings, string expected)
    {
        _folder.Add("good", "Good", Reporter, schema: Schema);
        await Refused(expected, settings);
    }

    [Fact]
    public async Task Settings_that_fit_are_accepted()
    {
        _folder.Add("good", "Good", Reporter, schema: Schema);
        await using var host = await _folder.LoadAsync(settings: """{"good":{"channel":"#ci","retries":2}}""");
        Assert.Equal(PluginHealth.Healthy, host.Plugins.Single().Health);
    }

    [Fact]
    public async Task A_plugin_sees_its_own_version_of_a_library_that_the_host_has_too()
    {
        _folder.Add("own", "OwnLibrary", ["executor"], assembly: "TestPlugins.OwnLibrary");
        await using var host = await _folder.LoadAsync();
        Assert.Equal("version 2", host.Executors.Single().Name);
        Assert.Equal("version 1", Shared.Library.Version);
    }

    [Fact]
    public async Task A_call_that_throws_makes_the_plugin_unhealthy_until_one_goes_well()
    {
        _folder.Add("good", "Good", Reporter);
        await using var host = await _folder.LoadAsync();
        var failure = await Assert.ThrowsAsync<OutsideException>(() => host.Reporters[0].ReportAsync(Report("throw"), CancellationToken.None));
        Assert.Equal("ReportAsync of plugin 'good' failed: not a number", failure.Message);
        Assert.False(failure.IsTransient);
        Assert.Equal(PluginHealth.Unhealthy, host.Plugins[0].Health);
        await host.Reporters[0].ReportAsync(Report("fine"), CancellationToken.None);
        Assert.Equal(PluginHealth.Healthy, host.Plugins[0].Health);
    }

    [Fact]
    public async Task A_call_that_hangs_ends_with_its_time_limit()
    {
        _folder.Add("good", "Good", Reporter);
        await using var host = await _folder.LoadAsync(callTimeLimit: TimeSpan.FromMilliseconds(100));
        var failure = await Assert.ThrowsAsync<OutsideException>(() => host.Reporters[0].ReportAsync(Report("hang"), CancellationToken.None));
        Assert.Equal("ReportAsync of plugin 'good' did not return within 0.1 s.", failure.Message);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task A_plugin_that_keeps_failing_gets_a_rest()
    {
        _folder.Add("good", "Good", Reporter);
        await using var host = await _folder.LoadAsync();
        for (var time = 0; time < 5; time++)
        {
            await Assert.ThrowsAsync<OutsideException>(() => host.Reporters[0].ReportAsync(Report("throw"), CancellationToken.None));
        }

        var rest = await Assert.ThrowsAsync<OutsideException>(() => host.Reporters[0].ReportAsync(Report("fine"), CancellationToken.None));
        Assert.StartsWith("Plugin 'good' failed several times in a row", rest.Message, StringComparison.Ordinal);
        Assert.True(rest.IsTransient);
    }

    [Fact]
    public async Task An_executor_can_pause_behind_its_guard_if_it_can_without()
    {
        _folder.Add("pauses", "Pauses", ["executor"], contract: "1.1").Add("plain", "DoesNotPause", ["executor"]);
        await using var host = await _folder.LoadAsync();
        var pausing = Assert.IsAssignableFrom<IPausingExecutor>(host.Executors[0]);
        Assert.False(host.Executors[1] is IPausingExecutor);

        var isPaused = false;
        var outcome = await pausing.RunPausingAsync(null!, null!, _ => Task.FromResult(isPaused = true), CancellationToken.None);
        Assert.Equal((BuildResult.Success, true), (outcome.Result, isPaused));
        var failure = await Assert.ThrowsAsync<OutsideException>(() => pausing.RunPausingAsync(null!, null!, _ => throw new FormatException("lost"), CancellationToken.None));
        Assert.Equal("RunPausingAsync of plugin 'pauses' failed: lost", failure.Message);
    }

    [Fact]
    public async Task An_executor_behind_its_guard_can_what_it_can_without()
    {
        _folder.Add("lasts", "Lasts", ["executor"], contract: "1.6");
        await using var host = await _folder.LoadAsync();
        var lasting = Assert.IsAssignableFrom<ILastingExecutor>(host.Executors[0]);
        Assert.False(host.Executors[0] is IPausingExecutor);
        Assert.True(host.Executors[1] is IPausingExecutor and ILastingExecutor);
        Assert.Equal("lasting", Assert.Single(lasting.Labels));

        using var stopping = new CancellationTokenSource();
        var running = lasting.RunLastingAsync(null!, null!, stopping.Token, CancellationToken.None);
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(PluginHealth.Healthy, host.Plugins[0].Health);
    }

    [Fact]
    public async Task A_notifier_is_called_behind_its_guard()
    {
        _folder.Add("notifies", "Notifies", ["notifier"], contract: "1.9");
        await using var host = await _folder.LoadAsync(callTimeLimit: TimeSpan.FromMilliseconds(100));
        var notifier = Assert.Single(host.Notifiers);
        await notifier.NotifyAsync(Notification("fine"), CancellationToken.None);
        var failure = await Assert.ThrowsAsync<OutsideException>(() => notifier.NotifyAsync(Notification("throw"), CancellationToken.None));
        var late = await Assert.ThrowsAsync<OutsideException>(() => notifier.NotifyAsync(Notification("hang"), CancellationToken.None));

        Assert.Equal("releases", notifier.Connection);
        Assert.Equal((false, "NotifyAsync of plugin 'notifies' failed: not a number"), (failure.IsTransient, failure.Message));
        Assert.Equal((true, "NotifyAsync of plugin 'notifies' did not return within 0.1 s."), (late.IsTransient, late.Message));
        Assert.Equal(PluginHealth.Unhealthy, host.Plugins[0].Health);
    }

    [Fact]
    public async Task A_connection_notifies_by_one_plugin_alone()
    {
        _folder.Add("first", "Notifies", ["notifier"]).Add("second", "Notifies", ["notifier"]).Add("third", "NotifiesTwice", ["notifier"]);
        await using var host = await _folder.LoadAsync();

        Assert.Single(host.Notifiers);
        Assert.Equal("Plugins 'first' and 'second' both provide connection 'releases'. Give one of them another name in its settings.", host.Plugins[1].Message);
        Assert.Equal(PluginHealth.Refused, host.Plugins[2].Health);
    }

    [Fact]
    public async Task A_plugin_that_provides_a_connection_twice_is_refused()
    {
        _folder.Add("twice", "NotifiesTwice", ["notifier"]);
        await Refused("Plugin 'twice' provides connection 'releases' twice. Give one of the two another name in its settings.");
    }

    [Fact]
    public async Task An_unloaded_plugin_is_gone_from_memory()
    {
        _folder.Add("good", "Good", Reporter);
        var context = await LoadUseAndUnloadAsync();
        for (var round = 0; round < 20 && context.IsAlive; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive, "The load context of an unloaded plugin is still referred to.");
    }

    private static object Schema => new
    {
        type = "object",
        additionalProperties = false,
        required = new[] { "channel" },
        properties = new Dictionary<string, object>
        {
            ["channel"] = new { type = "string" },
            ["retries"] = new { type = "integer", minimum = 1 },
        },
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> LoadUseAndUnloadAsync()
    {
        var host = await _folder.LoadAsync();
        await host.Reporters[0].ReportAsync(Report("fine"), CancellationToken.None);
        var context = System.Runtime.Loader.AssemblyLoadContext.All.Single(one => one.Name == "plugin good" && one.IsCollectible);
        var weak = new WeakReference(context);
        await host.DisposeAsync();
        return weak;
    }

    private async Task Refused(string expected, string settings = "{}")
    {
        await using var host = await _folder.LoadAsync(settings: settings);
        var status = host.Plugins.Single();
        Assert.Equal(PluginHealth.Refused, status.Health);
        Assert.Contains(expected, status.Message, StringComparison.Ordinal);
    }

    private static Notification Notification(string text) => new()
    {
        Key = "notify:releases:1",
        Pipeline = "gate",
        Kind = ReportKind.Failure,
        Project = new ProjectName("core"),
        Branch = "main",
        Text = text,
        Url = new Uri("http://ci.example/changes/git/1"),
    };

    private static Report Report(string message) => new()
    {
        Key = "report:1",
        Change = new ChangeId("git/1"),
        Patchset = 1,
        Pipeline = "check",
        Kind = ReportKind.Success,
        Message = message,
        Url = new Uri("http://ci.example/changes/git/1"),
    };
}

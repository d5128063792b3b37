using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Webhook;

/// <summary>The plugin as a server has it, and a receiver for it.</summary>
internal sealed class WebhookScene : IPluginRegistry, IAsyncDisposable
{
    private readonly WebhookPlugin _plugin = new();
    private readonly List<INotifier> _notifiers = [];

    private WebhookScene(Receiver receiver, string folder, object settings)
    {
        Receiver = receiver;
        Folder = folder;
        Context = new PluginContext
        {
            DataDirectory = folder,
            PluginDirectory = folder,
            Settings = JsonSerializer.SerializeToElement(settings),
            ServerUrl = new Uri("http://ci.example.org"),
            Loggers = NullLoggerFactory.Instance,
            Clock = Clock,
        };
    }

    public Receiver Receiver { get; }

    public StoppedClock Clock { get; } = new();

    public string Folder { get; }

    public PluginContext Context { get; }

    public INotifier Notifier => Assert.Single(_notifiers);

    public string SecretFile => Path.Combine(Folder, "secret");

    public static async Task<WebhookScene> SetAsync(string? secret = null)
    {
        var receiver = await Receiver.StartAsync();
        var folder = Directory.CreateTempSubdirectory("pluginci-webhook-").FullName;
        var file = Path.Combine(folder, "secret");
        if (secret is not null)
        {
            WriteSecret(file, secret);
        }

        var scene = new WebhookScene(receiver, folder, new { connections = new[] { secret is null ? (object)new { name = "releases", url = receiver.Url } : new { name = "releases", url = receiver.Url, secretFile = file } } });
        scene._plugin.Register(scene);
        return scene;
    }

    public static void WriteSecret(string file, string secret)
    {
        File.WriteAllText(file, secret);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void AddNotifier(INotifier notifier) => _notifiers.Add(notifier);

    public void AddChangeSource(IChangeSource source) => Assert.Fail("It registers a source.");

    public void AddReporter(IReporter reporter) => Assert.Fail("It registers a reporter.");

    public void AddExecutor(IExecutor executor) => Assert.Fail("It registers an executor.");

    public async ValueTask DisposeAsync()
    {
        await _plugin.DisposeAsync();
        await Receiver.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace PluginCi.Plugins;

/// <summary>A folder of plugins made of the real assemblies in tests/TestPlugins, with manifests that tests vary.</summary>
internal sealed class PluginFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pluginci-plugins-").FullName;

    public string Plugins => Path.Combine(_root, "plugins");

    public PluginFolder Add(
        string folder,
        string type,
        string[] capabilities,
        string contract = "1.0",
        string? id = null,
        string assembly = "TestPlugins.Behaviours",
        object? schema = null,
        bool needsSettings = false)
    {
        var target = Directory.CreateDirectory(Path.Combine(Plugins, folder)).FullName;
        foreach (var file in Directory.EnumerateFiles(BuiltPlugin(assembly)))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        var manifest = new
        {
            id = id ?? folder,
            version = "1.2.3",
            contract,
            entry = new { assembly = $"{assembly}.dll", type = $"TestPlugins.{type}" },
            capabilities,
            settingsSchema = schema,
            needsSettings,
        };
        File.WriteAllText(Path.Combine(target, "plugin.json"), JsonSerializer.Serialize(manifest));
        return this;
    }

    public void Write(string folder, string manifest)
    {
        Directory.CreateDirectory(Path.Combine(Plugins, folder));
        File.WriteAllText(Path.Combine(Plugins, folder, "plugin.json"), manifest);
    }

    public Task<PluginHost> LoadAsync(TimeSpan? callTimeLimit = null, TimeSpan? registerTimeLimit = null, string settings = "{}", string[]? off = null) => PluginHost.LoadAsync(
        new PluginHostOptions
        {
            Directories = [Plugins],
            DataDirectory = Path.Combine(_root, "data"),
            ServerUrl = new Uri("http://ci.example"),
            Settings = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(settings)!,
            Off = off ?? [],
            CallTimeLimit = callTimeLimit ?? TimeSpan.FromSeconds(30),
            RegisterTimeLimit = registerTimeLimit ?? TimeSpan.FromSeconds(10),
        },
        NullLoggerFactory.Instance,
        TimeProvider.System,
        CancellationToken.None);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    // artifacts/bin/PluginCi.PluginHost.Tests/debug -> artifacts/bin/<assembly>/debug
    private static string BuiltPlugin(string assembly)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(here.Parent!.Parent!.FullName, assembly, here.Name);
    }
}

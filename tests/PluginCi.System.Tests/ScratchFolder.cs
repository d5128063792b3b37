using CliWrap;
using CliWrap.Buffered;

namespace PluginCi.Systems;

/// <summary>A folder that goes with its test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pluginci-system-").FullName;

    public string PathTo(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(PathTo(path))!);
        File.WriteAllText(PathTo(path), text);
    }

    public static async Task<string> GitAsync(string repository, params string[] arguments) =>
        (await Cli.Wrap("git").WithArguments(["-C", repository, "-c", "safe.directory=*", .. arguments]).ExecuteBufferedAsync()).StandardOutput;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

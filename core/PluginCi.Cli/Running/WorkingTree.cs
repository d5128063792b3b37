using System.Collections.Immutable;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>A working tree on one's own machine.</summary>
/// <param name="directory">Its root.</param>
internal sealed class WorkingTree(string directory)
{
    public string Directory { get; } = Path.GetFullPath(directory);

    /// <summary>The file that its pipeline begins with; null where it has none.</summary>
    public string? Entry => PipelineFiles.FindEntry(Has);

    public string Name => new DirectoryInfo(Directory).Name;

    public bool Has(string path) => File.Exists(Path.Combine(Directory, path));

    /// <summary>A script with all it may load.</summary>
    public ScriptSource ReadScript(string entry) => new(entry, Read([.. List(), entry]));

    /// <summary>All that a pipeline and a site are made of, by path.</summary>
    public ImmutableSortedDictionary<string, string> ReadScripts() => Read([.. List(), PipelineFiles.Site]);

    private IEnumerable<string> List()
    {
        var pipeline = Path.Combine(Directory, PipelineFiles.Folder);
        return System.IO.Directory.Exists(pipeline)
            ? System.IO.Directory.EnumerateFiles(pipeline, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Directory, file)).Where(PipelineFiles.Has)
            : [];
    }

    private ImmutableSortedDictionary<string, string> Read(IEnumerable<string> paths) =>
        paths.Distinct().Where(Has).ToImmutableSortedDictionary(path => path, path => File.ReadAllText(Path.Combine(Directory, path)), StringComparer.Ordinal);

    /// <summary>Copies what git tracks and what it does not ignore; of a folder that git does not know, everything.</summary>
    public async Task CopyToAsync(string target, CancellationToken cancellationToken)
    {
        foreach (var path in await ListFilesAsync(cancellationToken))
        {
            var from = new FileInfo(Path.Combine(Directory, path));
            var to = Path.Combine(target, path);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            if (from.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(to, link);
            }
            else if (from.Exists)
            {
                from.CopyTo(to);
            }
        }
    }

    private async Task<IEnumerable<string>> ListFilesAsync(CancellationToken cancellationToken)
    {
        var listed = await GitProgram.TryAsync(Directory, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], cancellationToken);
        return listed is not null
            ? listed.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            : System.IO.Directory.EnumerateFiles(Directory, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Directory, file));
    }
}

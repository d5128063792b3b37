using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>Reads the configuration of other systems and writes scripts that say the same, as far as they can.</summary>
public static class Importer
{
    /// <summary>Imports a file or a folder.</summary>
    /// <param name="format">Whose configuration it is.</param>
    /// <param name="path">A file, or the folder that has it.</param>
    /// <param name="isFolder">True where <paramref name="path"/> is a folder.</param>
    /// <param name="project">The name that the repository has in the site.</param>
    /// <param name="input">Reads the files.</param>
    /// <param name="jobs">For a layout of Zuul 2, the folder of Jenkins Job Builder that says what its jobs do; null for the one named <c>jjb</c> beside the layout or beside its folder, if there is one.</param>
    /// <returns>The scripts, with what became of each thing that was read, or what is wrong with the files.</returns>
    public static ImportResult Import(ImportFormat format, string path, bool isFolder, string project, ImportInput input, string? jobs = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return format switch
        {
            ImportFormat.GitLab => new GitLabReader(input).Read(isFolder ? Path.Combine(path, GitLabReader.UsualName) : path, isFolder ? path : Path.GetDirectoryName(path) ?? "", project),
            ImportFormat.GitHub => new GitHubReader(input).Read(isFolder ? Workflows(path, input) : [path], project),
            ImportFormat.Jjb => new JjbReader(input).Read(isFolder ? YamlOf(path, input) : [path], project, path),
            ImportFormat.PipelineLib => new PipelineLibImport(input).Read(isFolder ? Path.Combine(path, PipelineLibImport.UsualName) : path, project),
            ImportFormat.Zuul => ImportZuul(path, isFolder, project, input, jobs),
        };
    }

    // Zuul 2 has one file, a map; later ones have lists, in a file of the repository's root or in a folder of it.
    private static ImportResult ImportZuul(string path, bool isFolder, string project, ImportInput input, string? jobs)
    {
        var folders = Zuul3Files.UsualFolders;
        var isInFolder = folders.Contains(Path.GetFileName(isFolder ? path.TrimEnd('/') : Path.GetDirectoryName(path)) ?? "");
        string[] lists = !isFolder ? [path] : isInFolder ? [.. YamlIn(path, input)]
            : [.. input.List(path).Where(file => Zuul3Files.UsualFiles.Contains(Path.GetFileName(file))), .. folders.SelectMany(folder => YamlIn(Path.Combine(path, folder), input))];
        if (isFolder ? lists.Length > 0 : IsList(path, input))
        {
            var own = isFolder ? path : Path.GetDirectoryName(path) ?? "";
            return new Zuul3Reader(input).Read(lists, isInFolder ? Path.GetDirectoryName(own.TrimEnd('/')) ?? "" : own, project);
        }

        var layout = isFolder ? Path.Combine(path, "layout.yaml") : path;
        var folder = Path.GetDirectoryName(layout) ?? "";
        string[] usual = [Path.Combine(folder, JjbReader.UsualFolder), Path.Combine(folder, "..", JjbReader.UsualFolder)];
        var files = jobs is null ? usual.Select(place => YamlIn(place, input)).FirstOrDefault(found => !found.IsEmpty, []) : YamlOf(jobs, input);
        return new ZuulReader(input).Read(layout, files);
    }

    private static bool IsList(string path, ImportInput input) => input.Read(path).Text is { } text && text.Split('\n').FirstOrDefault(line => line.Trim() is { Length: > 0 } bare && !bare.StartsWith('#') && bare != "---") is { } first && first.StartsWith('-');

    private static ImmutableArray<string> YamlIn(string folder, ImportInput input) => [.. input.List(folder).Where(file => Path.GetExtension(file) is ".yml" or ".yaml")];

    // A folder that has none is told of as the folder that was looked for.
    private static ImmutableArray<string> YamlOf(string folder, ImportInput input) => YamlIn(folder, input) is { IsEmpty: false } files ? files : [Path.Combine(folder, "*.yaml")];

    // A folder that has none is told of as the folder that was looked for.
    private static ImmutableArray<string> Workflows(string path, ImportInput input)
    {
        var folder = Path.Combine(path, GitHubReader.UsualFolder);
        ImmutableArray<string> files = [.. input.List(folder).Where(file => Path.GetExtension(file) is ".yml" or ".yaml")];
        return files.IsEmpty ? [Path.Combine(folder, "*.yml")] : files;
    }
}

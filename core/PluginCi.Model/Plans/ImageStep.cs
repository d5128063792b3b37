using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>
/// Makes, runs or keeps container images. Its program is written by PluginCI when the script is evaluated, never by a repository; it runs as root of the build's own accounts, with the rights that <c>buildah</c> needs.
/// Its working folder is the one that all steps start in. Images that it names are there before it starts, and what it makes is there for later steps of the job.
/// </summary>
/// <param name="Title">What people read: <c>build image production</c>.</param>
/// <param name="Program">The program for <c>/bin/sh -e</c>. Finds <see cref="Files"/> in the folder named by <c>PLUGINCI_FILES</c>. Empty until the variant is compiled.</param>
public sealed record ImageStep(string Title, string Program) : Step
{
    /// <summary>The file of the repository that says what the image is, and the variant in it.</summary>
    public ImageSource? Source { get; init; }

    /// <summary>Files that the program reads, Dockerfiles among them, by their names.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The images of registries that it is made of, as the file names them. The server gets them; the build needs no network for that.</summary>
    public ImmutableArray<string> Bases { get; init; } = [];
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>The steps that make, run and keep images, as <c>buildah</c> does it.</summary>
internal static class ImagePrograms
{
    private const string Dockerfile = "Dockerfile";
    private const string IgnoreFile = "dockerignore";

    // Of an image whose file names no program, what its base runs: its entry point, and what that is given where nothing else is.
    private const string ReadProgram = """
        words() { buildah inspect --type image --format "{{range .OCIv1.Config.$1}}{{println .}}{{end}}" "$image"; }
        entry=$(words Entrypoint)
        command=$(words Cmd)
        [ "$#" -eq 0 ] || command=
        IFS='
        '
        set -f
        set -- $entry $command "$@"
        unset IFS
        set +f

        """;

    /// <summary>Where an image of a Dockerfile is to be found once it is made: the same wherever the same is made of the same.</summary>
    /// <param name="image">The image.</param>
    /// <param name="context">The folder that its files are of, as a word of a shell.</param>
    /// <param name="excluded">What of that folder is left out; null for what the repository says itself.</param>
    public static string NameOf(BlubberImage image, string context, ImmutableArray<string>? excluded)
    {
        var all = $"{image.Dockerfile}\0{context}\0{(excluded is { } patterns ? string.Join('\n', patterns) : "-")}";
        return $"localhost/pluginci:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..16]}";
    }

    /// <summary>The step that makes an image, unless an earlier one of the job has.</summary>
    /// <param name="title">What people read.</param>
    /// <param name="image">The image.</param>
    /// <param name="context">The folder that its files are of, as a word of a shell.</param>
    /// <param name="excluded">What of that folder is left out; null for what the repository says itself.</param>
    /// <param name="labels">Labels to add, each <c>name=value</c> as a word of a shell.</param>
    public static ImageStep Build(string title, BlubberImage image, string context = ".", ImmutableArray<string>? excluded = null, params ReadOnlySpan<string> labels)
    {
        var name = NameOf(image, context, excluded);
        var options = (excluded is null ? "" : $" --ignorefile \"$PLUGINCI_FILES/{IgnoreFile}\"") + string.Concat(labels.ToArray().Select(label => $" --label {label}"));
        return new ImageStep(title, $"buildah inspect --type image {name} > /dev/null 2>&1 || buildah build --pull-never --file \"$PLUGINCI_FILES/{Dockerfile}\" --tag {name}{options} -- {context}\n")
        {
            Bases = image.Bases,
            Files = Files((Dockerfile, Heredocs.Inline(image.Dockerfile)), excluded is { } patterns ? (IgnoreFile, string.Join('\n', patterns) + "\n") : default),
        };
    }

    /// <summary>The program that runs an image in a container of its own, which stays for later steps.</summary>
    /// <param name="image">The image: a name, as a word of a shell.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="entryPoint">The program that it runs, each word as a shell reads it; null where that is what the image says.</param>
    /// <param name="arguments">The arguments behind it, each as a shell reads it.</param>
    /// <param name="variables">Environment variables, each <c>name=value</c> as a word of a shell.</param>
    /// <param name="limit">How long it may run, as <c>timeout</c> reads it; null for as long as the job.</param>
    public static string Run(string image, string container, IEnumerable<string>? entryPoint, IEnumerable<string> arguments, IEnumerable<string> variables, string? limit = null)
    {
        var set = $"set -- {string.Join(' ', [.. entryPoint ?? [], .. arguments])}".TrimEnd() + "\n";
        return $"image={image}\n{set}{(entryPoint is null ? ReadProgram : "")}"
            + $"buildah from --pull-never --name {container} \"$image\" > /dev/null\n"
            + $"{(limit is null ? "" : $"timeout {limit} ")}buildah run{string.Concat(variables.Select(variable => $" --env {variable}"))} {container} -- \"$@\"";
    }

    /// <summary>The program that keeps an image in a file, as an OCI archive of which every layer is as it was made.</summary>
    /// <param name="image">The image, as a word of a shell.</param>
    /// <param name="file">The file, as a word of a shell.</param>
    /// <param name="name">What it is called there, as a word of a shell.</param>
    public static string Keep(string image, string file, string name) => $"""
        file={file}
        mkdir -p "$(dirname "$file")"
        rm -f "$file"
        buildah push --quiet {image} "oci-archive:$file:"{name} > /dev/null
        chown -R "$PLUGINCI_ACCOUNT:$PLUGINCI_ACCOUNT" "$(dirname "$file")"

        """;

    private static ImmutableSortedDictionary<string, string> Files(params ReadOnlySpan<(string Name, string Text)> files)
    {
        var all = ImmutableSortedDictionary<string, string>.Empty;
        foreach (var (name, text) in files)
        {
            all = name is null ? all : all.Add(name, text);
        }

        return all;
    }
}

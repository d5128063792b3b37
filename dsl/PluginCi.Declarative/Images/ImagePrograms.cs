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

    // What an image says of itself, a line each.
    private const string ReadImage = """
        words() { buildah inspect --type image --format "{{range .OCIv1.Config.$1}}{{println .}}{{end}}" "$image"; }
        config() { buildah inspect --type image --format "{{.OCIv1.Config.$1}}" "$image"; }
        lines() { IFS='
        '; set -f; }

        """;

    // Of an image whose file names no program, what its base runs: its entry point, and what that is given where nothing else is.
    private const string ReadProgram = """
        command=; [ "$#" -gt 0 ] || command=$(words Cmd)
        lines; set -- $(words Entrypoint) $command "$@"; unset IFS; set +f

        """;

    // Not by `buildah run`, which loses the end of what is printed when the machine is busy (seen with 1.28).
    private const string Enter = """
        root=$(buildah mount "$container")
        account=$(config User); group=${account#*:}; account=${account%%:*}
        found=$(awk -F: -v name="${account:=0}" '$1 == name || $3 == name { print $3 ":" $4 ":" $6; exit }' "$root/etc/passwd" 2> /dev/null || :)
        uid=${found%%:*}; home=${found##*:}; gid=${found#*:}; gid=${gid%:*}
        [ -n "$found" ] || { uid=$account; gid=0; home=/; }
        case $(config User) in *:*) gid=$(awk -F: -v name="$group" '$1 == name || $3 == name { print $3; exit }' "$root/etc/group" 2> /dev/null || :); gid=${gid:-$group} ;; esac
        folder=$(config WorkingDir)
        mkdir -p "$root/proc" "$root/dev" "$root${folder:=/}"
        mount --rbind /proc "$root/proc"
        mount --rbind /dev "$root/dev"
        set -- /usr/bin/setpriv --bounding-set=-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,+net_bind_service,+sys_chroot,+setfcap \
            /usr/bin/unshare --root="$root" --wd="$folder" --setgid "$gid" --setuid "$uid" -- "$@"

        """;

    // Later ones win: those of the step, then the proxy's, then the image's.
    private const string Variables = """
        for name in http_proxy https_proxy HTTP_PROXY HTTPS_PROXY no_proxy NO_PROXY; do eval "value=\${$name:-}"; [ -z "$value" ] || set -- "$name=$value" "$@"; done
        lines; for variable in $(words Env | tac); do set -- "$variable" "$@"; done; unset IFS; set +f

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
            Files = Files((Dockerfile, WithLocalNames(image)), excluded is { } patterns ? (IgnoreFile, string.Join('\n', patterns) + "\n") : default),
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
        return $"image={image}\ncontainer={container}\nbuildah from --pull-never --name \"$container\" \"$image\" > /dev/null\n"
            + $"{ReadImage}{set}{(entryPoint is null ? ReadProgram : "")}{Enter}"
            + string.Concat(variables.Reverse().Select(variable => $"set -- {variable} \"$@\"\n"))
            + $"{Variables}{(limit is null ? "" : $"timeout {limit} ")}env -i \"HOME=$home\" \"$@\"";
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

    private static string WithLocalNames(BlubberImage image) => image.Bases.Aggregate(
        Heredocs.Inline(image.Dockerfile),
        (text, name) => text.Replace($"FROM {name} AS ", $"FROM {ImageNames.LocalOf(name)} AS ", StringComparison.Ordinal).Replace($"--from={name} ", $"--from={ImageNames.LocalOf(name)} ", StringComparison.Ordinal));

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

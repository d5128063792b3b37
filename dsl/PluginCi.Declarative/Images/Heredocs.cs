using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PluginCi.Declarative;

/// <summary>Writes the scripts of a Dockerfile as arguments, which builders understand that know of no scripts, as buildah before 1.33.</summary>
internal static partial class Heredocs
{
    // With a first line of its own it is a program; else it is a shell's.
    private const string RunProgram = "file=$(mktemp) && printf %s \"$1\" > \"$file\" && chmod +x \"$file\" && \"$file\"; status=$?; rm -f \"$file\"; exit \"$status\"";

    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The Dockerfile without scripts between marks.</summary>
    public static string Inline(string dockerfile) => Form().Replace(dockerfile, found =>
    {
        var script = found.Groups["script"].Value;
        string[] command = script.StartsWith("#!", StringComparison.Ordinal) ? ["/bin/sh", "-c", RunProgram, "script", script] : ["/bin/sh", "-c", script];
        return $"RUN {found.Groups["options"].Value}{JsonSerializer.Serialize(command, AsItIs)}\n";
    });

    // As DockerfileText writes them.
    [GeneratedRegex("^RUN (?<options>[^\n]*?)<<\"(?<end>END_*)\"\n(?<script>.*?\n)\\k<end>\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Form();
}

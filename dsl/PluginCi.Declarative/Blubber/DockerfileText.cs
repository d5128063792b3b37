using System.Globalization;
using System.Text;

namespace PluginCi.Declarative;

/// <summary>The lines of a Dockerfile while they are written.</summary>
internal sealed class DockerfileText
{
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public void From(string image, string stage) => Line($"FROM {image} AS {stage}");

    public void User(string id) => Line($"USER {id}");

    public void Folder(string path) => Line($"WORKDIR {GoText.Quote(path)}");

    public void Argument(string name, string value) => Line($"ARG {name}={GoText.Quote(value)}");

    public void Argument(string name, long value) => Line(string.Create(CultureInfo.InvariantCulture, $"ARG {name}={value}"));

    public void Variables(params IEnumerable<KeyValuePair<string, string>> variables) => Line($"ENV {Pairs(variables)}");

    public void Variable(string name, string value) => Variables(KeyValuePair.Create(name, value));

    public void Labels(params IEnumerable<KeyValuePair<string, string>> labels) => Line($"LABEL {Pairs(labels)}");

    public void EntryPoint(IEnumerable<string> command) => Line($"ENTRYPOINT [{string.Join(", ", command.Select(GoText.Quote))}]");

    /// <summary>Commands that run one after the other as one step.</summary>
    public void Run(params IEnumerable<string> commands) => Line($"RUN {string.Join(" && ", commands)}");

    /// <summary>A script, which the interpreter of its first line runs.</summary>
    public void Script(string options, string script)
    {
        var end = "END";
        while (script.Split('\n').Contains(end))
        {
            end += "_";
        }

        _text.Append(CultureInfo.InvariantCulture, $"RUN {options}<<\"{end}\"\n{script.TrimEnd('\n')}\n{end}\n");
    }

    public void Copy(Artifact files, IEnumerable<string> sources, string destination, bool isOwned)
    {
        var options = (isOwned ? "--chown=$LIVES_UID:$LIVES_GID " : "")
            + (files.IsLocal ? "" : $"--from={files.From} ")
            + string.Concat(files.Exclude.Select(pattern => $"--exclude={pattern} "));
        Line($"COPY {options}[{string.Join(", ", sources.Append(destination).Select(GoText.Quote))}]");
    }

    public void EmptyLine() => _text.Append('\n');

    /// <summary>A command with its arguments in quotes: those that <c>%s</c> stands for first, the others behind it.</summary>
    public static string Command(string command, params IEnumerable<string> arguments)
    {
        var rest = new Queue<string>(arguments.Select(GoText.Quote));
        var parts = command.Split("%s");
        var text = new StringBuilder(parts[0]);
        foreach (var part in parts.Skip(1))
        {
            text.Append(rest.TryDequeue(out var argument) ? argument : "%s").Append(part);
        }

        return string.Join(' ', rest.Prepend(text.ToString()));
    }

    private static string Pairs(IEnumerable<KeyValuePair<string, string>> pairs) => string.Join(' ', pairs.Select(pair => $"{pair.Key}={GoText.Quote(pair.Value)}"));

    // An instruction is one line, whatever is in its texts.
    private void Line(string line) => _text.Append(line.Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
}

using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads the builders and publishers of a job, with the macros that they call.</summary>
internal sealed class JjbSteps(JjbFiles files, ImportInput input, Notes notes, string job)
{
    private const int DeepestMacro = 20;

    private const string Told = "whom reports go to is decided by the site";

    // What sites call the macros that prepare a workspace and clear it up.
    private static readonly string[] OfWorkspaces =
    [
        "setup", "teardown", "docker-cleanup", "docker-src-dir", "docker-log-dir", "docker-cache-dir", "docker-wipe-dir", "docker-castor-load", "docker-ci-src-setup-simple", "docker-ci-src-setup",
        "castor-load", "castor-save", "archive-log-dir", "archive-log-allow-empty", "compress-mw-debug-logs", "castor-save-workspace-cache", "assert-no-mediawiki-errors", "send-metrics-to-prometheus",
    ];

    public JjbWork Work { get; } = new();

    /// <summary>Reads a list of builders or publishers.</summary>
    /// <param name="list">The list.</param>
    /// <param name="kind">The kind of its macros: <c>builder</c> or <c>publisher</c>.</param>
    public void Read(Node? list, string kind) => Read(list, kind, 0);

    private void Read(Node? list, string kind, int level)
    {
        if (level > DeepestMacro)
        {
            Fail(list!, "macros", "the macros call each other without end");
            return;
        }

        foreach (var item in list is ListNode { Items: var items } ? items : list is ScalarNode { Type: not ScalarKind.Nothing } ? [list] : [])
        {
            switch (item)
            {
                case ScalarNode name:
                    Read(name.Value, name, null, kind, level);
                    break;
                case MapNode map:
                    foreach (var entry in map.Entries)
                    {
                        Read(entry.Key, map, entry.Value, kind, level);
                    }

                    break;
            }
        }
    }

    private void Read(string name, Node at, Node? value, string kind, int level)
    {
        if (OfWorkspaces.Contains(name))
        {
            Approximate(at, name, "the server makes the workspace, checks the change out, keeps the log, and clears up; folders that are to be kept are said by .Cache(…)");
        }
        else if (files.Find(kind, name) is { } macro)
        {
            var text = new JjbText(((value as MapNode)?.Entries ?? []).ToDictionary(entry => entry.Key, entry => entry.Value));
            Read(value is MapNode ? text.Put(macro[kind + "s"] ?? macro) : macro[kind + "s"], kind, level + 1);
        }
        else if (kind == "builder")
        {
            ReadBuilder(name, at, value);
        }
        else
        {
            ReadPublisher(name, at, value);
        }
    }

    private void ReadBuilder(string name, Node at, Node? value)
    {
        var map = value as MapNode;
        switch (name)
        {
            case "shell" or "bash":
                ReadShell(at, map?["command"] ?? value);
                break;
            case "maven-target":
                Work.Add(UsualCommands.Maven("", map?.Text("goals") ?? ""));
                Approximate(at, name, "Maven of Debian stands for that of Jenkins");
                break;
            case "inject" when map?.Text("properties-content") is { } properties:
                Work.Variables.AddRange(properties.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1])));
                break;
            default:
                ReadMacro(name, at, map);
                break;
        }
    }

    // Of macros that are not here, two kinds say enough where they are called: those that run a container, and those that publish a folder.
    private void ReadMacro(string name, Node at, MapNode? map)
    {
        if (map?.Text("image") is { } image)
        {
            ReadContainer(map, name, image);
        }
        else if (name.EndsWith("-publish", StringComparison.Ordinal) && (map?.Text("docsrc") ?? map?.Text("src")) is { } folder)
        {
            Publish(folder.TrimEnd('/') + "/**", "docs", at, name, "the files are handed on as an artifact; where else they go, a deployment says");
        }
        else
        {
            Fail(at, name, "no file here says what it does, and nothing here does what its name says");
        }
    }

    private void ReadShell(Node at, Node? text)
    {
        if (Script(text) is { } script)
        {
            Work.Commands.AddRange(string.IsNullOrWhiteSpace(script) ? [] : [Workspace.Put(script)]);
        }
        else
        {
            Work.Obstacle ??= at;
        }
    }

    private void ReadContainer(MapNode container, string name, string image)
    {
        var (entrypoint, arguments) = (container.Text("entrypoint") ?? "", container.Text("args") ?? "");
        if (image.Contains("/castor:", StringComparison.Ordinal))
        {
            Approximate(container, name, "folders that are to be kept are said by .Cache(…)");
            return;
        }

        if (UsualImages.Find(image, entrypoint, arguments) is not { } work)
        {
            Fail(container, name, $"what the image '{image}' runs is not known here; write the commands as .Sh(…), on Debian or on the image by its digest");
            return;
        }

        Work.Variables.AddRange(Values.Variables(container["environment"]));
        var folder = Workspace.Relative(container.Text("workdir") ?? "");
        Work.Add(folder.Length == 0 || folder.StartsWith('/') ? work : work with { Commands = [string.Join('\n', [$"cd '{folder}'", .. work.Commands])] });
        var differences = new[] { work.Text, work.System?.Text ?? "" }.Where(text => text.Length > 0);
        Approximate(container, name, string.Join("; ", differences));
        if (work.Missing is { } missing)
        {
            notes.NeedsPerson(container.File, container.At, $"{job}.{name}", missing);
        }

        foreach (var entry in container.Entries.Where(entry => entry.Key is "options" or "volumes" or "memory" or "srcdir" or "logdir"))
        {
            notes.Approximated(entry.Value.File, entry.At, $"{job}.{name}.{entry.Key}", "builds have a workspace and a folder for temporary files of their own; limits are said by .Limits(…)");
        }
    }

    private void ReadPublisher(string name, Node at, Node? value)
    {
        var map = value as MapNode;
        switch (name)
        {
            case "archive":
                foreach (var glob in Parts(map?.Text("artifacts")))
                {
                    Publish(glob, "archive", at, name, map?.Flag("allow-empty") is true ? "at least one file must be there, in other than the old system" : "");
                }

                break;
            case "junit" or "xunit":
                var patterns = name == "junit" ? Parts(map?.Text("results")) : Patterns(map).SelectMany(Parts);
                Work.Reports.AddRange(patterns.Select(path => Values.Glob(Workspace.Relative(path))).OfType<string>());
                break;
            case "postbuildscript" or "build-steps":
                Approximate(at, name, "what runs after the steps is left out: a step of the job itself does it, as builds have no steps after a failure");
                break;
            case "irc" or "ircbot":
                Approximate(at, name, Told);
                break;
            default:
                TellPublisher(name, at);
                break;
        }
    }

    private void TellPublisher(string name, Node at)
    {
        if (name.StartsWith("email", StringComparison.Ordinal) || name.StartsWith("notify-", StringComparison.Ordinal))
        {
            Approximate(at, name, Told);
        }
        else
        {
            notes.NeedsPerson(at.File, at.At, $"{job}.{name}", "nothing here does what it says; it is left out");
        }
    }

    private static string[] Parts(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static IEnumerable<string> Patterns(MapNode? map) =>
        (map?.List("types") ?? []).OfType<MapNode>().SelectMany(type => type.Entries).Select(entry => (entry.Value as MapNode)?.Text("pattern")).OfType<string>();

    private void Publish(string path, string name, Node at, string what, string text)
    {
        if (Values.Glob(Workspace.Relative(path)) is { } glob)
        {
            Work.Artifacts.Add(new FoundArtifact(glob, name));
            if (text.Length > 0)
            {
                Approximate(at, what, text);
            }
        }
        else
        {
            notes.NeedsPerson(at.File, at.At, $"{job}.{what}", $"'{path}' is no path inside the repository; say .Publish(…) with one that is");
        }
    }

    // A text, or the files that stand for it.
    private string? Script(Node? node)
    {
        if (node?.Tag is null)
        {
            return (node as ScalarNode)?.Value;
        }

        var text = new List<string>();
        foreach (var name in Values.Texts(node))
        {
            var path = Path.Combine(Path.GetDirectoryName(node.File) ?? "", name);
            var (read, _) = input.Read(path);
            if (read is null)
            {
                notes.NeedsPerson(node.File, node.At, $"{job}.shell", $"the file '{path}' that the script is read from is not there");
                return null;
            }

            text.Add(node.Tag.StartsWith("!include-raw-escape", StringComparison.Ordinal) ? read.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal) : read);
        }

        return ImmutableArray.CreateRange(text) is { IsEmpty: false } parts ? string.Join('\n', parts) : null;
    }

    private void Approximate(Node at, string what, string text) => notes.Approximated(at.File, at.At, $"{job}.{what}", text);

    private void Fail(Node at, string what, string text)
    {
        Work.Obstacle ??= at;
        notes.NeedsPerson(at.File, at.At, $"{job}.{what}", text);
    }
}

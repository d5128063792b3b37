using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads the tasks of playbooks of Ansible that a shell can do.</summary>
/// <param name="input">Reads files.</param>
/// <param name="root">The folder of the repository.</param>
/// <param name="text">Puts in what stands for expressions.</param>
/// <param name="job">The job, for notes.</param>
/// <param name="notes">Takes what is different.</param>
internal sealed class Playbooks(ImportInput input, string root, AnsibleText text, string job, Notes notes)
{
    private const string Prefix = "ansible.builtin.";

    private static readonly string[] Words =
    [
        "name", "args", "environment", "become", "become_user", "register", "tags", "chdir", "changed_when", "failed_when", "ignore_errors", "no_log", "vars", "delegate_to", "run_once", "retries", "delay", "until", "notify", "when", "loop",
        "with_items", "loop_control", "async", "poll",
    ];

    private readonly List<string> _commands = [];

    /// <summary>The commands of playbooks, each of one shell.</summary>
    public ImmutableArray<string> Read(IEnumerable<ScalarNode> playbooks)
    {
        _commands.Clear();
        foreach (var playbook in playbooks)
        {
            Read(playbook);
        }

        return [.. _commands];
    }

    private void Read(ScalarNode named)
    {
        var path = Path.Combine(root, named.Value);
        var (content, _) = input.Read(path);
        if (content is null)
        {
            notes.NeedsPerson(named.File, named.At, $"{job}.playbooks", $"the playbook '{named.Value}' is not here; write what it does as .Sh(…)");
            return;
        }

        var findings = new Findings(path);
        var plays = YamlReader.ReadAny(content, findings, "!unsafe", "!vault") as ListNode;
        if (plays is null || !findings.InOrder().IsEmpty)
        {
            notes.NeedsPerson(named.File, named.At, $"{job}.playbooks", $"the playbook '{named.Value}' cannot be read: {findings.InOrder().FirstOrDefault()?.Text ?? "it is no list of plays"}");
            return;
        }

        foreach (var play in plays.Items)
        {
            ReadPlay(play);
        }
    }

    private void ReadPlay(Node play)
    {
        if (play is not MapNode map || !map.Has("hosts"))
        {
            notes.NeedsPerson(play.File, play.At, $"{job}.play", "only plays with hosts are read; write what it does as .Sh(…)");
            return;
        }

        var keys = new Keys(map, $"{job}.play", notes);
        foreach (var key in (string[])["name", "gather_facts", "any_errors_fatal", "strategy"])
        {
            keys.Take(key);
        }

        if (keys.TakeText("hosts") is "localhost")
        {
            keys.NeedPerson("hosts", "it runs on Zuul's own machine; a build has only its own system, and runs it there");
        }

        keys.Approximate("become", "steps run as the user of the build, who can install nothing: packages are declared by .Apt(…)");
        keys.NeedPerson("environment", "variables of a play go into .Env(…)");
        keys.NeedPerson("vars", "variables of a play are not put in; write their values");
        foreach (var role in (keys.Take("roles") as ListNode)?.Items ?? [])
        {
            ReadRole(role, (role as ScalarNode)?.Value ?? (role as MapNode)?.Text("role") ?? (role as MapNode)?.Text("name") ?? "");
        }

        foreach (var list in (string[])["pre_tasks", "tasks", "post_tasks"])
        {
            ReadTasks(keys.Take(list));
        }

        keys.End();
    }

    private void ReadTasks(Node? list)
    {
        foreach (var task in ((list as ListNode)?.Items ?? []).OfType<MapNode>())
        {
            if (task.Has("block"))
            {
                ReadTasks(task["block"]);
                foreach (var entry in task.Entries.Where(entry => entry.Key is "when" or "rescue" or "always"))
                {
                    notes.NeedsPerson(entry.Value.File, entry.At, $"{job}.block.{entry.Key}", "the tasks of the block run in any case, and nothing runs for its failure");
                }
            }
            else
            {
                ReadTask(task);
            }
        }
    }

    private void ReadTask(MapNode task)
    {
        var module = task.Entries.FirstOrDefault(entry => !Words.Contains(entry.Key));
        var name = module.Key is null ? "" : module.Key.StartsWith(Prefix, StringComparison.Ordinal) ? module.Key[Prefix.Length..] : module.Key;
        var what = $"{job}.{(name.Length == 0 ? "task" : name)}";
        if (task.Entries.FirstOrDefault(entry => entry.Key is "when" or "loop" or "with_items" or "until" or "delegate_to" or "async") is { Key: not null } condition)
        {
            notes.NeedsPerson(condition.Value.File, condition.At, $"{what}.{condition.Key}", "what the task depends on, Ansible alone knows; it is left out. Write it as .Sh(…)");
            return;
        }

        foreach (var entry in task.Entries.Where(entry => entry.Key is "changed_when" or "failed_when" or "ignore_errors" or "become" or "become_user" or "register" or "no_log" or "notify" or "retries" or "delay" or "vars" or "run_once"))
        {
            notes.Approximated(entry.Value.File, entry.At, $"{what}.{entry.Key}", "a step runs as the user of the build, and fails with its command");
        }

        switch (name)
        {
            case "shell" or "command":
                AddCommand(task, module.Value, what);
                break;
            case "debug" when (module.Value as MapNode)?.Text("msg") is { } message:
                Add(task, $"echo '{message.Replace("'", "'\\''", StringComparison.Ordinal)}'", what);
                break;
            case "package" or "apt" or "dnf" or "yum" when Packages(module.Value) is { IsEmpty: false } packages:
                Add(task, $"apt-get install -y {string.Join(' ', packages)}", what);
                break;
            case "include_role" or "import_role":
                ReadRole(task, (module.Value as MapNode)?.Text("name") ?? "");
                break;
            default:
                notes.NeedsPerson(task.File, task.At, what, "no step does what this module does; write it as .Sh(…)");
                break;
        }
    }

    private void ReadRole(Node at, string role)
    {
        string? command = role switch
        {
            "tox" => "tox {{ tox_args | default('') }} -e '{{ tox_envlist | default('ALL') }}'",
            "nox" => "nox {{ nox_args | default('') }}",
            "npm" or "nodejs" => "npm run {{ npm_command | default('test') }}",
            "yarn" => "yarn {{ yarn_command | default('test') }}",
            _ => null,
        };
        var isPreparing = role.StartsWith("ensure-", StringComparison.Ordinal) || role.StartsWith("fetch-", StringComparison.Ordinal) || role is "bindep" or "prepare-workspace" or "prepare-workspace-git" or "configure-mirrors" or "validate-host" or "start-zuul-console" or "add-build-sshkey" or "remove-build-sshkey";
        if (command is not null)
        {
            notes.Approximated(at.File, at.At, $"{job}.{role}", "the usual command of the role of this name in zuul-jobs stands for it");
            Add(at, command, $"{job}.{role}");
        }
        else if (isPreparing)
        {
            notes.Approximated(at.File, at.At, $"{job}.{role}", "the server makes the workspace and takes the log; programs are declared by .Apt(…), and files handed on by .Publish(…)");
        }
        else
        {
            notes.NeedsPerson(at.File, at.At, $"{job}.{role}", $"the role '{role}' is not read; write what it does as .Sh(…)");
        }
    }

    private void AddCommand(MapNode task, Node value, string what)
    {
        var map = value as MapNode;
        var command = (value as ScalarNode)?.Value ?? map?.Text("cmd") ?? map?.Text("_raw_params") ?? string.Join(' ', Values.Texts(map?["argv"]));
        foreach (var entry in (task.Map("args")?.Entries ?? []).Where(entry => entry.Key is not ("chdir" or "executable" or "warn")))
        {
            notes.NeedsPerson(entry.Value.File, entry.At, $"{what}.args.{entry.Key}", "the command runs in any case");
        }

        Add(task, string.Join('\n', [.. Before(task, map), command.TrimEnd()]), what);
    }

    // The variables and the folder of a command.
    private IEnumerable<string> Before(MapNode task, MapNode? module)
    {
        foreach (var entry in task.Map("environment")?.Entries ?? [])
        {
            yield return $"export {entry.Key}=\"{(entry.Value as ScalarNode)?.Value}\"";
        }

        var folder = text.Put(module?.Text("chdir") ?? task.Map("args")?.Text("chdir") ?? ".").Text.TrimEnd('/');
        if (folder != ".")
        {
            yield return $"cd \"{folder}\"";
        }
    }

    private void Add(Node at, string command, string what)
    {
        var (put, unknown) = text.Put(command);
        if (string.IsNullOrWhiteSpace(put))
        {
            return;
        }

        if (!unknown.IsEmpty)
        {
            notes.NeedsPerson(at.File, at.At, what, $"nothing here is like {string.Join(", ", unknown)}; write its value");
        }
        else if (!notes.Has(at.File, at.At))
        {
            notes.Carried(at.File, at.At, what);
        }

        _commands.Add(put);
    }

    private static ImmutableArray<string> Packages(Node value) => Values.Texts((value as MapNode)?["name"] ?? (value as MapNode)?["pkg"]);
}

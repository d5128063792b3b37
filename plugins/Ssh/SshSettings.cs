using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PluginCi.Plugins.Ssh;

/// <summary>The plugin's settings, with their defaults.</summary>
internal sealed partial record SshSettings
{
    public ImmutableArray<MachineSettings> Machines { get; init; } = [];

    /// <summary>How long a machine may be away before its builds count as lost.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after a start builds that nobody asks for are kept.</summary>
    public TimeSpan Kept { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Reads settings that the host has checked against the manifest's schema.</summary>
    /// <exception cref="ArgumentException">They cannot be; the message names the setting.</exception>
    public static SshSettings Read(JsonElement settings)
    {
        var read = new SshSettings();
        read = read with
        {
            Machines = [.. settings.GetProperty("machines").EnumerateArray().Select(ReadMachine)],
            Patience = Minutes(settings, "patienceMinutes") ?? read.Patience,
            Kept = Minutes(settings, "keptMinutes") ?? read.Kept,
        };
        if (read.Machines.IsEmpty)
        {
            throw new ArgumentException("The setting machines of ssh is empty; name a machine, or take plugins.settings.ssh away.");
        }

        for (var index = 0; index < read.Machines.Length; index++)
        {
            Check(read.Machines[index], $"machines[{index}]");
            var name = read.Machines[index].Name;
            var first = read.Machines.Select(machine => machine.Name).ToList().IndexOf(name);
            Check("name", $"machines[{index}]", first == index, name, $"another name than that of machines[{first}]");
        }

        return read;
    }

    private static MachineSettings ReadMachine(JsonElement machine)
    {
        var read = new MachineSettings
        {
            Name = Text(machine, "name")!,
            Host = Text(machine, "host")!,
            User = Text(machine, "user")!,
            IdentityFile = Text(machine, "identityFile")!,
            KnownHostsFile = Text(machine, "knownHostsFile")!,
        };
        return read with
        {
            Port = machine.TryGetProperty("port", out var port) ? port.GetInt32() : read.Port,
            Capacity = machine.TryGetProperty("capacity", out var capacity) ? capacity.GetInt32() : read.Capacity,
            Labels = machine.TryGetProperty("labels", out var labels) ? [.. labels.EnumerateArray().Select(label => label.GetString()!)] : [],
            TakesAll = machine.TryGetProperty("takesAll", out var takesAll) && takesAll.GetBoolean(),
            Folder = Text(machine, "folder") ?? read.Folder,
            Path = Text(machine, "path") ?? read.Path,
        };
    }

    private static void Check(MachineSettings machine, string place)
    {
        Check("name", place, Name().IsMatch(machine.Name), machine.Name, "up to 40 small letters, digits and '-', for example mac-1");
        Check("host", place, Host().IsMatch(machine.Host), machine.Host, "a name in the network or an address, for example mac-1.example.org");
        Check("user", place, User().IsMatch(machine.User), machine.User, "the name of an account, for example ci");
        Check("folder", place, Folder().IsMatch(machine.Folder) && !machine.Folder.Split('/').Contains(".."), machine.Folder, "an absolute path or one from the account's home, of letters, digits, '/', '.', '_' and '-'");
        foreach (var label in machine.Labels)
        {
            Check("labels", place, Label().IsMatch(label), label, "letters, digits, '.', '_' and '-', for example macos");
        }

        foreach (var (key, path) in new[] { ("identityFile", machine.IdentityFile), ("knownHostsFile", machine.KnownHostsFile) })
        {
            Check(key, place, System.IO.Path.IsPathRooted(path), path, "an absolute path, for example /etc/pluginci/ssh/key");
            Check(key, place, File.Exists(path), path, "a file that is there and that the server's account may read");
        }
    }

    private static void Check(string key, string place, bool isRight, string found, string expected)
    {
        if (!isRight)
        {
            throw new ArgumentException($"The setting {place}.{key} of ssh is '{found}'; expected {expected}.");
        }
    }

    private static string? Text(JsonElement settings, string name) => settings.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static TimeSpan? Minutes(JsonElement settings, string name) => settings.TryGetProperty(name, out var value) ? TimeSpan.FromMinutes(value.GetDouble()) : null;

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]{0,39})$")]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Za-z0-9:][-A-Za-z0-9.:_%]*$")]
    private static partial Regex Host();

    [GeneratedRegex("^[A-Za-z0-9_][-A-Za-z0-9_.]*$")]
    private static partial Regex User();

    [GeneratedRegex("^[A-Za-z0-9/_.][-A-Za-z0-9/_.]*$")]
    private static partial Regex Folder();

    [GeneratedRegex("^[A-Za-z0-9][-A-Za-z0-9._]*$")]
    private static partial Regex Label();
}

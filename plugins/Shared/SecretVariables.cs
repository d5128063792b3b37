using PluginCi.Plugin;
using static PluginCi.Plugins.ShellText;

namespace PluginCi.Plugins;

/// <summary>The variables of a build that hold secrets. Anybody on a machine may read the arguments of programs, so that their values stand in none, and in no file that outlives the build.</summary>
internal static class SecretVariables
{
    /// <summary>What must stand in a shell program before the commands of <see cref="Exports"/>.</summary>
    public const string Prepare = "set -- '\n'\n";

    /// <summary>Whether a build has any.</summary>
    public static bool HasSecrets(this BuildRequest request) => !request.Job.Secrets.IsEmpty;

    /// <summary>The build's variables without them.</summary>
    public static System.Collections.Immutable.ImmutableSortedDictionary<string, string> PlainEnvironment(this BuildRequest request) => request.Environment.RemoveRange(request.Job.Secrets.Keys);

    /// <summary>A command of the shell for each, in one line however many its value has.</summary>
    public static IEnumerable<string> Exports(this BuildRequest request) => request.Job.Secrets.Keys.Where(request.Environment.ContainsKey)
        .Select(name => $"export {name}={string.Join("\"$1\"", request.Environment[name].Split('\n').Select(Quote))}");
}

using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>What the builders and publishers of a job come to, as far as it has been read.</summary>
internal sealed class JjbWork
{
    public List<string> Commands { get; } = [];

    public KnownSystem? System { get; set; }

    public List<(string Name, string Value)> Variables { get; } = [];

    public List<FoundService> Services { get; } = [];

    public List<FoundArtifact> Artifacts { get; } = [];

    public List<string> Reports { get; } = [];

    /// <summary>Where the first thing stands that the scripts cannot say, and without which the job would not be what it is; null for none.</summary>
    public Node? Obstacle { get; set; }

    /// <summary>Whether a command names a variable.</summary>
    public bool Reads(string variable) => variable.Length > 0 && Commands.Exists(command => command.Contains(variable, StringComparison.Ordinal));

    /// <summary>Takes in the usual work of a container or of a name.</summary>
    public void Add(UsualWork work)
    {
        Commands.AddRange(work.Commands);
        Services.AddRange(work.Services.Where(service => !Services.Contains(service)));
        Artifacts.AddRange(work.Artifacts);
        System = System is null || work.System is null ? System ?? work.System : System with
        {
            System = System.System.With(work.System.System.Packages),
            Registries = [.. System.Registries.Union(work.System.Registries)],
        };
    }
}

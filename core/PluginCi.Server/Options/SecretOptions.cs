using System.Collections.Immutable;
using PluginCi.Scheduler;
using YamlDotNet.RepresentationModel;

namespace PluginCi.Server;

/// <summary>Reads <c>secrets</c> of <c>pluginci.yaml</c>: where the values are, and never the values.</summary>
internal static class SecretOptions
{
    internal static readonly string[] Keys = ["env", "file"];

    public static ImmutableSortedDictionary<string, SecretReference> Read(YamlMap secrets, string directory)
    {
        var references = ImmutableSortedDictionary<string, SecretReference>.Empty;
        foreach (var (name, value) in secrets.Entries())
        {
            if (value is not YamlMappingNode || secrets.Map(name) is not { } place)
            {
                // What stands there may be the value, and is not shown.
                secrets.BadValue(name, $"'secrets.{name}' does not say where its value is. Expected env: NAME or file: PATH.");
                continue;
            }

            place.AllowOnly(Keys);
            var (variable, file) = (place.Text("env"), place.Text("file"));
            if (variable is null == file is null)
            {
                secrets.BadValue(name, $"'secrets.{name}' must say one of env: NAME and file: PATH.");
                continue;
            }

            references = references.SetItem(name, variable is not null ? SecretReference.OfVariable(variable) : SecretReference.OfFile(Path.GetFullPath(file!, Path.GetFullPath(directory))));
        }

        return references;
    }
}

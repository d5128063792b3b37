using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>A declarative file of any of the forms that PluginCI knows. The one place that tells them apart.</summary>
/// <param name="Kind">Whose form it has; <see cref="DeclarativeKind.Other"/> too where it could not be read.</param>
/// <param name="Diagnostics">What is wrong with it, in the order of the file.</param>
public sealed record DeclarativeFile(DeclarativeKind Kind, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Reads a file and checks all of it by the rules of its form.</summary>
    /// <param name="path">The file, as messages name it.</param>
    /// <param name="text">Its text, at most a million characters.</param>
    public static DeclarativeFile Check(string path, string text)
    {
        var findings = new Findings(path);
        if (YamlReader.Read(text, findings) is not { } root)
        {
            return new DeclarativeFile(DeclarativeKind.Other, findings.InOrder());
        }

        var (kind, program) = Recogniser.Recognise(root);
        switch (kind)
        {
            case DeclarativeKind.Blubber:
                return new DeclarativeFile(kind, BlubberFile.Read(path, root, findings).Diagnostics);
            case DeclarativeKind.PipelineLib:
                return new DeclarativeFile(kind, PipelineLibFile.Read(path, root, findings).Diagnostics);
            case DeclarativeKind.Own:
                OwnFile.Read(root, findings);
                break;
            case DeclarativeKind.Other:
                findings.Error(root.At, DeclarativeDiagnostics.OtherFormat, $"{(program.Length > 0 ? $"this is a file of {program}, which PluginCI does not read" : "the file has no form that is known")}; "
                    + "read are PluginCI's own ('type' at the top), PipelineLib's ('pipelines') and Blubber's ('version: v4' and 'variants')");
                break;
        }

        return new DeclarativeFile(kind, findings.InOrder());
    }
}

using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>Who may have a secret of the server, where its code was reviewed. Its value is known to the server alone.</summary>
/// <param name="Name">The secret's name, as jobs and <c>pluginci.yaml</c> say it.</param>
/// <param name="Projects">Globs of the names of the projects, one or more. Projects that the site does not name by themselves are never among them.</param>
/// <param name="Pipelines">The names of the pipelines, one or more.</param>
public sealed record SecretGrant(string Name, ImmutableArray<string> Projects, ImmutableArray<string> Pipelines);

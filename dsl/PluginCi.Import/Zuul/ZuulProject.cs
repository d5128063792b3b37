using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>A project of a layout.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Templates">The templates that it uses.</param>
/// <param name="Uses">The jobs that it runs, those of its templates first.</param>
internal sealed record ZuulProject(string Name, ImmutableArray<string> Templates, ImmutableArray<ZuulUse> Uses);

namespace PluginCi.Plugin;

/// <summary>Where a repository is.</summary>
/// <param name="Url">What the git command fetches from and pushes to: a URL or an absolute path.</param>
/// <param name="ChangeRefs">The refspec source of patchsets, for example <c>refs/changes/*</c>; fetched with the branches.</param>
public sealed record RemoteRepository(string Url, string ChangeRefs);

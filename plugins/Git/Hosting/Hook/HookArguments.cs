namespace PluginCi.Plugins.Git.Hook;

/// <summary>The command line of the hook program.</summary>
/// <param name="Verb"><c>receive</c>, <c>moved</c> or <c>init</c>.</param>
/// <param name="Repositories">The folder of the repositories.</param>
/// <param name="Names">The project first; for <c>moved</c> after it its branches, and its tags as <c>TAG:OLD:NEW</c>.</param>
internal sealed record HookArguments(string Verb, string Repositories, IReadOnlyList<string> Names)
{
    public const string Usage = """
        usage: PluginCi.Plugins.Git.Hook init --repositories DIR NAME   create or repair a repository that takes pushes to refs/for/BRANCH
               PluginCi.Plugins.Git.Hook receive --repositories DIR --project NAME                git runs it as proc-receive hook
               PluginCi.Plugins.Git.Hook moved --repositories DIR --project NAME -- REF...       git runs it as post-receive hook
        """;

    /// <summary>Reads a command line.</summary>
    /// <returns>The arguments, or null when they are not of the form of <see cref="Usage"/>.</returns>
    public static HookArguments? Parse(string[] given) => given switch
    {
        ["init", "--repositories", var folder, var name] => new HookArguments("init", folder, [name]),
        ["receive", "--repositories", var folder, "--project", var name] => new HookArguments("receive", folder, [name]),
        ["moved", "--repositories", var folder, "--project", var name, "--", .. var refs] => new HookArguments("moved", folder, [name, .. refs]),
        _ => null,
    };
}

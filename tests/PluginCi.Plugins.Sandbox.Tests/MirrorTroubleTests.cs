using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>Whose fault it is when a mirror gives no system: the declaration's only if the mirror says that there is no such release.</summary>
public sealed class MirrorTroubleTests : IDisposable
{
    private static readonly DeclaredSystem Wanted = new(new DebianPlan("bookworm", []), []);

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-mirror-").FullName;

    [MakesSystemsFact]
    public Task A_release_that_the_mirror_does_not_know_is_the_declarations_fault() => BlamesAsync(_ => 404, isDeclaration: true);

    [MakesSystemsFact]
    public Task A_mirror_in_trouble_is_not() => BlamesAsync(_ => 503, isDeclaration: false);

    [MakesSystemsFact]
    public Task A_mirror_that_lets_nobody_in_is_not() => BlamesAsync(_ => 403, isDeclaration: false);

    [MakesSystemsFact]
    public Task A_mirror_that_fails_while_it_is_asked_is_not() => BlamesAsync(path => path.EndsWith("InRelease", StringComparison.Ordinal) ? 404 : 500, isDeclaration: false);

    [MakesSystemsFact]
    public async Task A_making_that_takes_too_long_is_ended_and_leaves_nothing()
    {
        using var mirror = new FailingMirror(_ => null);
        var store = new SystemStore("", new EnvironmentSettings { Folder = _folder, DebianMirror = mirror.Address, MakingLimit = TimeSpan.FromSeconds(1.5) }, TimeProvider.System);
        var trouble = await Assert.ThrowsAsync<OutsideException>(() => store.GetAsync(Wanted, _ => { }, CancellationToken.None));
        Assert.True(trouble.IsTransient);
        Assert.Equal("Debian bookworm was not ready after 0.03 minutes, the limit of the setting environmentsMinutes.", trouble.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task BlamesAsync(Func<string, int?> answer, bool isDeclaration)
    {
        using var mirror = new FailingMirror(answer);
        var store = new SystemStore("", new EnvironmentSettings { Folder = _folder, DebianMirror = mirror.Address }, TimeProvider.System);
        var told = new List<string>();
        var trouble = await Record.ExceptionAsync(() => store.GetAsync(Wanted, told.Add, CancellationToken.None));
        var text = $"{trouble}\n{string.Join('\n', told)}";
        Assert.True(isDeclaration ? trouble is EnvironmentException : trouble is OutsideException { IsTransient: true }, text);
        Assert.Contains(mirror.Address, trouble!.Message, StringComparison.Ordinal);
    }
}

using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>Locks in checkouts, which hold what strangers put there.</summary>
public sealed class DeclaredSystemTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-locks-").FullName;

    [Fact]
    public void The_lock_is_read_from_the_folder_that_steps_start_in()
    {
        Write("b=2:1.0-1+b2~x", "", "a=1");
        Assert.Equal("a=1 b=2:1.0-1+b2~x", string.Join(' ', Of(Request("packages.lock"))!.Locked));
        Assert.Null(Of(Request("packages.lock") with { Job = new JobPlan { Name = "unit" } }));
    }

    [Theory]
    [InlineData("none.lock", "there is no file none.lock of at most 1048576 bytes in the repository.")]
    [InlineData("link/packages.lock", "link/packages.lock is or is behind a link.")]
    [InlineData("link", "link is or is behind a link.")]
    [InlineData("packages.lock", "packages.lock has the line 'a=1 -oApt=x'; expected NAME=VERSION in each.")]
    [InlineData("empty.lock", "empty.lock is empty.")]
    public void What_is_no_lock_is_told(string file, string message)
    {
        Write("a=1 -oApt=x");
        File.WriteAllText(Path.Combine(_folder, "project", "empty.lock"), "\n");
        File.CreateSymbolicLink(Path.Combine(_folder, "project", "link"), "/etc");
        var trouble = Assert.Throws<EnvironmentException>(() => Of(Request(file)));
        Assert.StartsWith($"Debian bookworm as in {file} cannot be made as it is declared: {message}", trouble.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static DeclaredSystem? Of(BuildRequest request) => DeclaredSystem.Of(request, request.Job.RunsIn);

    private void Write(params string[] lines)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "project"));
        File.WriteAllLines(Path.Combine(_folder, "project", "packages.lock"), lines);
    }

    private BuildRequest Request(string file) => new()
    {
        Build = new BuildId("queue-1"),
        Job = new JobPlan { Name = "unit", RunsIn = new DebianPlan("bookworm", []) { LockFile = file } },
        Workspace = _folder,
        StartIn = "project",
        Environment = ImmutableSortedDictionary<string, string>.Empty,
    };
}

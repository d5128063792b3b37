using System.Collections.Immutable;
using System.Formats.Tar;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>Archives of builds, in which values of variables stand, are in no folder.</summary>
public sealed class ArchiveTests
{
    [Fact]
    public async Task An_archive_has_no_name_even_while_it_is_read()
    {
        var folder = Directory.CreateTempSubdirectory("pluginci-ssh-archives-");
        var request = new BuildRequest
        {
            Build = new("queue-1"),
            Job = new() { Name = "unit" },
            Workspace = folder.CreateSubdirectory("workspace").FullName,
            StartIn = ".",
            Environment = ImmutableSortedDictionary<string, string>.Empty,
            PathVariables = ImmutableSortedDictionary<string, string>.Empty,
        };

        await using (var archive = await BuildArchive.PackAsync(request, "job", folder.CreateSubdirectory("archives").FullName, CancellationToken.None))
        {
            Assert.Empty(Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories));
            archive.Position = 0;
            await using var reader = new TarReader(archive, leaveOpen: true);
            Assert.Equal("job", (await reader.GetNextEntryAsync())?.Name);
        }

        folder.Delete(recursive: true);
    }

    [SshFact]
    public async Task Archives_of_a_server_that_was_killed_are_removed_by_the_next_one()
    {
        await using var scene = new SshScene();
        var left = Path.Combine(scene.Data, "archives", "left.tar");
        await File.WriteAllTextAsync(left, "s3cret");

        scene.NewExecutor();

        Assert.False(File.Exists(left));
    }
}

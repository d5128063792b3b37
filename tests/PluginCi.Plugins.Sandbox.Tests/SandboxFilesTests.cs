namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>What the executor shows to every sandbox, and what killed servers leave of it.</summary>
public sealed class SandboxFilesTests
{
    [Fact]
    public void Files_of_a_killed_server_are_removed_even_if_another_process_has_its_number()
    {
        var data = Directory.CreateTempSubdirectory("pluginci-files-").FullName;
        Directory.CreateDirectory(Path.Combine(data, $"files-{Environment.ProcessId}-1-1"));
        var running = Directory.CreateDirectory(Path.Combine(data, $"files-{ServerProcess.Name}-0")).FullName;
        var files = new SandboxFiles(data);
        Assert.Equal(new[] { files.Folder, running }.Order(StringComparer.Ordinal), Directory.GetDirectories(data).Order(StringComparer.Ordinal));
        Directory.Delete(data, recursive: true);
    }
}

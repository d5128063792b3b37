using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Builds and checkouts that try to read or write what is not theirs by way of artifacts.</summary>
public sealed class HandoverAttackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-handover-").FullName;
    private readonly BlobStore _blobs;
    private readonly BuildRequest _request;

    public HandoverAttackTests()
    {
        _blobs = new BlobStore(Path.Combine(_folder, "artifacts"), TimeProvider.System);
        Write("secret/key", "secret");
        Directory.CreateDirectory(Path.Combine(_folder, "workspace", "core"));
        _request = RequestOf("core", "**");
        Directory.CreateDirectory(Path.Combine(_request.Outbox!.Folder, "core"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Links_that_an_executor_handed_back_are_not_followed()
    {
        Write("outbox/core/plain", "mine");
        Link("outbox/core/file", "secret/key");
        Link("outbox/core/folder", "secret");
        Link("outbox/.pluginci", "secret");

        var (handover, problem) = new OutboxReader(_blobs).Read(_request);

        Assert.Null(problem);
        Assert.Equal("plain", Assert.Single(Assert.Single(handover.Artifacts).Files).Path);
    }

    [Fact]
    public void An_artifact_that_is_a_link_alone_is_no_artifact()
    {
        Link("outbox/core/file", "secret/key");
        Assert.StartsWith("No file fits **", new OutboxReader(_blobs).Read(_request).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_build_returns_is_no_part_of_its_artifacts()
    {
        Write("outbox/.pluginci/return.json", "{}");
        Write("outbox/app", "app");
        var (handover, _) = new OutboxReader(_blobs).Read(RequestOf(".", "**"));
        Assert.Equal("{}", handover.Data);
        Assert.Equal("app", Assert.Single(Assert.Single(handover.Artifacts).Files).Path);
    }

    [Theory]
    [InlineData("workspace/core/bin", "secret", "core/bin is a link or a file there")]
    [InlineData("workspace/core", "secret", "core is a link or a file there")]
    [InlineData("workspace/core/bin", "nowhere", "core/bin is a link or a file there")]
    public void A_link_of_the_checkout_leads_no_artifact_out_of_the_workspace(string link, string target, string expected)
    {
        Directory.Delete(Path.Combine(_folder, "workspace", "core"));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, link))!);
        Link(link, target);
        Assert.Contains(expected, Fill("bin/key"), StringComparison.Ordinal);
        Assert.Equal("secret", Read("secret/key"));
        Assert.Equal(["key"], Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "secret")).Select(Path.GetFileName));
        Assert.False(Directory.Exists(Path.Combine(_folder, "nowhere")));
    }

    [Fact]
    public void A_link_in_the_place_of_a_file_is_replaced_and_not_written_through()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "workspace", "core", "bin"));
        Link("workspace/core/bin/key", "secret/key");
        Assert.Null(Fill("bin/key"));
        Assert.Equal(("artifact", "secret"), (Read("workspace/core/bin/key"), Read("secret/key")));
    }

    [Fact]
    public void A_link_in_the_place_of_the_data_is_not_followed()
    {
        Link("workspace/.pluginci", "secret");
        Assert.Contains("cannot be put into the workspace", Fill("bin/key"), StringComparison.Ordinal);
        Assert.Equal(["key"], Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "secret")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("../key")]
    [InlineData("a/../../../secret/key")]
    [InlineData("/secret/key")]
    [InlineData("a//b")]
    [InlineData("./key")]
    [InlineData("")]
    public void A_path_that_leads_out_is_refused_wherever_it_comes_from(string path)
    {
        Assert.False(RelativePath.IsInside(path));
        Assert.Contains("leads out of it", Fill(path), StringComparison.Ordinal);
        Assert.Equal("secret", Read("secret/key"));
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_told()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "workspace", "core", "bin", "key"));
        Assert.Contains("core/bin/key is a folder there", Fill("bin/key"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_stays_one_and_a_plain_file_does_not_become_one()
    {
        Assert.Null(Fill("bin/key"));
        Assert.True(File.GetUnixFileMode(Path.Combine(_folder, "workspace/core/bin/key")).HasFlag(UnixFileMode.UserExecute));
        Write("outbox/core/plain", "mine");
        Assert.False(Assert.Single(Assert.Single(new OutboxReader(_blobs).Read(_request).Handover.Artifacts).Files).IsExecutable);
    }

    private BuildRequest RequestOf(string startIn, string glob) => HandoverPaths.Add(
        new BuildRequest
        {
            Build = new BuildId("b1"),
            Job = new JobPlan { Name = "use", Artifacts = [new ArtifactPlan("all", [glob])], Fetches = [new FetchPlan("make", "dist")] },
            Workspace = Path.Combine(_folder, "workspace"),
            StartIn = startIn,
            Environment = ImmutableSortedDictionary<string, string>.Empty,
        },
        Path.Combine(_folder, "outbox"));

    private string? Fill(string path)
    {
        var hash = _blobs.Add(new MemoryStream("artifact"u8.ToArray()));
        return new WorkspaceFiller(_blobs).Fill(_request, [("make", new Handover([new Artifact("dist", [new ArtifactFile(path, hash, 8, IsExecutable: true)])], null))]);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(_folder, path));

    private void Link(string path, string target) => File.CreateSymbolicLink(Path.Combine(_folder, path), Path.Combine(_folder, target));
}

using System.Diagnostics;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>Programs that run in a pod, whose connections break or that do what they should not.</summary>
public sealed class ExecTests : IAsyncLifetime, IDisposable
{
    private const string Pod = "/api/v1/namespaces/ci/pods/a";

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-kubernetes-exec-").FullName;
    private StandInApi _server = null!;
    private ApiClient _api = null!;

    public async Task InitializeAsync()
    {
        _server = await StandInApi.StartAsync();
        _api = new ApiClient(_server.Access);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _api.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_checkout_that_came_in_part_begins_nothing_and_is_sent_again()
    {
        var (control, workspace) = (NewFolder("control"), NewFolder("checkout"));
        NewFolder("build");
        await File.WriteAllTextAsync(Path.Combine(workspace, "file"), "it");
        using var checkout = await Checkout.PackAsync(WatchTests.RequestOf("a", workspace), "the program", NewFolder("archives"), CancellationToken.None);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "archives")));

        // All that comes before the program, which tar takes for a whole archive.
        _server.Exec = (context, socket) => RunAsync(context, socket, archive => archive[..(archive.AsSpan().LastIndexOf("PaxHeaders"u8) / 512 * 512)]);
        var thrown = await Assert.ThrowsAsync<ApiException>(() => SendAsync(checkout));
        Assert.True(thrown.IsTransient);
        Assert.True(File.Exists(Path.Combine(_folder, "build", "workspace", "file")));
        _server.Exec = (context, socket) => RunAsync(context, socket, null);
        var (early, _) = await Checkout.BeginAsync(_api, Pod, DateTimeOffset.UnixEpoch, CancellationToken.None);
        Assert.NotEqual(0, early.Status);
        Assert.Empty(Directory.EnumerateFileSystemEntries(control));

        _server.Exec = (context, socket) => RunAsync(context, socket, archive => archive);
        var (end, began) = await SendAsync(checkout);

        Assert.Equal((0, DateTimeOffset.UnixEpoch), (end.Status, began));
        Assert.Equal("the program\n", await File.ReadAllTextAsync(Path.Combine(control, "go")));
    }

    [Fact]
    public async Task What_a_program_writes_without_end_is_not_kept()
    {
        _server.Exec = async (context, socket) =>
        {
            for (var piece = 0; piece < 100; piece++)
            {
                await StandInApi.TellAsync(context, socket, new byte[30_000]);
            }

            await StandInApi.EndAsync(context, socket, 0);
        };

        var (end, told) = await _api.AskAsync(Pod, PodMaker.Files, ["cat", "/dev/zero"], null, CancellationToken.None);

        Assert.Equal((0, 64 << 10), (end.Status, told.Length));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(137, true)]
    public async Task Files_that_could_not_be_listed_are_asked_for_again(int status, bool isTrouble)
    {
        _server.Exec = (context, socket) => StandInApi.EndAsync(context, socket, status);

        var thrown = await Record.ExceptionAsync(() => new PodFiles(_api, Pod).ListAsync(_ => ValueTask.CompletedTask, CancellationToken.None));

        Assert.Equal(isTrouble, thrown is ApiException { IsTransient: true });
        Assert.Equal(isTrouble, thrown is not null);
    }

    [Fact]
    public async Task An_image_without_find_is_told_and_not_asked_again()
    {
        _server.Exec = (context, socket) => StandInApi.EndAsync(context, socket, 127);

        var thrown = await Assert.ThrowsAsync<OutsideException>(() => new PodFiles(_api, Pod).ListAsync(_ => ValueTask.CompletedTask, CancellationToken.None));

        Assert.Contains("its image has no find", thrown.Message, StringComparison.Ordinal);
        Assert.False(thrown.IsTransient);
    }

    private string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    private Task<(ExecEnd End, DateTimeOffset? Began)> SendAsync(Checkout checkout) => checkout.SendAsync(_api, Pod, begins: true, DateTimeOffset.UnixEpoch, CancellationToken.None);

    // Runs it on this machine, in folders of ours.
    private async Task RunAsync(HttpContext context, WebSocket socket, Func<byte[], byte[]>? arrives)
    {
        var command = context.Request.Query["command"].Select(one => one!.Replace(PodMaker.Control, $"{_folder}/control", StringComparison.Ordinal).Replace(PodMaker.Disk, $"{_folder}/build", StringComparison.Ordinal)).ToArray();
        using var program = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        if (arrives is not null)
        {
            using var archive = await StandInApi.TakeAsync(context, socket);
            await program.StandardInput.BaseStream.WriteAsync(arrives(archive.ToArray()));
        }

        program.StandardInput.Close();
        var told = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        await StandInApi.TellAsync(context, socket, System.Text.Encoding.ASCII.GetBytes(told));
        await StandInApi.EndAsync(context, socket, program.ExitCode);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>A Debian repository with two small packages, signed with a key of its own: <c>site-greeting</c>, and <c>site-broken</c>, whose script fails.</summary>
internal sealed class SignedRepository : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-apt-").FullName;
    private string _essential = "";

    private SignedRepository()
    {
    }

    /// <summary>Its line of sources.list.</summary>
    public string Source => $"deb [signed-by={Path.Combine(_folder, "site.gpg")}] copy:{_folder} ./";

    public static async Task<SignedRepository> MakeAsync()
    {
        var repository = new SignedRepository();

        // Without root, apt reads it as another user.
        File.SetUnixFileMode(repository._folder, (UnixFileMode)0b111_101_101);
        await repository.MakePackageAsync("site-greeting", "ln -s greet.1 /usr/share/man/man1/greetings.1");
        await repository.MakePackageAsync("site-broken", "echo oh no\nexit 3");
        await repository.MakeKeyAsync("site");
        await repository.SignAsync();
        return repository;
    }

    /// <summary>Has also <c>site-essential</c> from now on, which each system of bookworm must have, and in this version alone.</summary>
    public async Task AddEssentialAsync(string version)
    {
        await MakePackageAsync("site-essential", "true", version, "Essential: yes\n");
        _essential = Entry("site-essential", version, "Essential: yes\n");
        await SignAsync();
    }

    /// <summary>Replaces the key that its source names by one that signed nothing.</summary>
    public async Task ReplaceKeyAsync()
    {
        await MakeKeyAsync("other");
        await EndAgentAsync("other");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task MakePackageAsync(string name, string script, string version = "1.0", string more = "")
    {
        var package = Path.Combine(_folder, name);
        var program = Path.Combine(package, "usr", "bin", "greet");
        Directory.CreateDirectory(Path.Combine(package, "DEBIAN"));
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        await File.WriteAllTextAsync(Path.Combine(package, "DEBIAN", "control"), ControlOf(name, version, more));
        await WriteProgramAsync(Path.Combine(package, "DEBIAN", "postinst"), $"set -e\n{script}");
        await WriteProgramAsync(program, "echo greetings");
        await RunAsync("dpkg-deb", "--root-owner-group", "-b", package, $"{name}.deb");
    }

    private static async Task WriteProgramAsync(string path, string lines)
    {
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{lines}\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    private static string ControlOf(string name, string version, string more) => $"Package: {name}\nVersion: {version}\n{more}Architecture: all\nMaintainer: Nobody <nobody@example.org>\nDescription: greets\n";

    private string Entry(string name, string version = "1.0", string more = "") => $"{ControlOf(name, version, more)}Filename: ./{name}.deb\n{Digest($"{name}.deb", (hash, size) => $"Size: {size}\nSHA256: {hash}")}\n\n";

    private async Task SignAsync()
    {
        await WriteAsync("Packages", Entry("site-greeting") + Entry("site-broken") + _essential);
        await WriteAsync("Release", string.Create(CultureInfo.InvariantCulture, $"Suite: bookworm\nDate: {DateTime.UtcNow:r}\nSHA256:\n {Digest("Packages", (hash, size) => $"{hash} {size} Packages")}\n"));
        await GpgAsync("site", "--clearsign", "-o", "InRelease", "Release");
        await EndAgentAsync("site");
    }

    private async Task MakeKeyAsync(string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder, name), (UnixFileMode)0b111_000_000);
        await GpgAsync(name, "--pinentry-mode", "loopback", "--passphrase", "", "--quick-gen-key", $"{name}@example.org", "ed25519", "sign", "0");
        await GpgAsync(name, "-o", "site.gpg", "--export");
    }

    // Only when nothing more is asked of it: one that is on its way out still answers, with nothing.
    private Task EndAgentAsync(string name) => RunAsync("gpgconf", "--homedir", Path.Combine(_folder, name), "--kill", "all");

    private string Digest(string file, Func<string, int, string> write)
    {
        var bytes = File.ReadAllBytes(Path.Combine(_folder, file));
        return write(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length);
    }

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_folder, file), text);

    private Task GpgAsync(string home, params string[] arguments) => RunAsync("gpg", ["--homedir", Path.Combine(_folder, home), "--batch", "--yes", "--quiet", .. arguments]);

    private async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {string.Concat(said)}");
    }
}

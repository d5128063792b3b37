using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace PluginCi.Testing;

/// <summary>A registry of images that runs on this machine, with three small images of its programs.</summary>
internal sealed class ImageRegistry : IDisposable
{
    private const string Account = "ci";
    private const string Password = "of the registry";

    // Programs with each library that they are linked to, as plain files below folders of the same names; then a layer that takes away and adds what a stranger may.
    private const string Build = """
        set -e
        cd /
        for program in sh bash env cp mkdir chmod stat head dd base64 find cat ls id touch grep sort echo chown chgrp getent groupadd useradd true rm tail mktemp; do
            found=$(ls "/usr/bin/$program" "/usr/sbin/$program" 2> /dev/null | head -n 1); echo "$found"; ldd "$found" | grep -o '/[^ ]*'
        done | sed 's:^/::' | sort -u > "$1/files"
        mkdir -p "$1/more/etc" "$1/more/opt"
        echo of the first layer > "$1/more/opt/gone"
        tar --create --dereference --file "$1/base.tar" --files-from "$1/files" --directory "$1/more" etc opt
        cd "$1"
        python3 - "$2" <<'PY'
        import io, sys, tarfile
        def layer(name, *entries):
            with tarfile.open(name, "w") as tar:
                for path, kind, link, mode in entries:
                    entry = tarfile.TarInfo(path)
                    entry.type, entry.linkname, entry.mode, entry.uid, entry.devmajor, entry.devminor = kind, link, mode, 1234, 1, 3
                    content = b"#!/bin/sh\necho it\n" if kind == tarfile.REGTYPE else b""
                    entry.size = len(content)
                    tar.addfile(entry, io.BytesIO(content))
        outside = sys.argv[1]
        layer("second.tar",
            ("bin", tarfile.SYMTYPE, "usr/bin", 0o777), ("opt/.wh.gone", tarfile.REGTYPE, "", 0o644), ("opt/bin/it", tarfile.REGTYPE, "", 0o755), ("opt/rights", tarfile.REGTYPE, "", 0o6755),
            ("opt/device", tarfile.CHRTYPE, "", 0o666), ("opt/pipe", tarfile.FIFOTYPE, "", 0o666), ("opt/locked", tarfile.REGTYPE, "", 0o000), ("etc/passwd", tarfile.SYMTYPE, outside + "/passwd", 0o777),
            ("../../../../../../../../.." + outside + "/up", tarfile.REGTYPE, "", 0o644), ("opt/out", tarfile.SYMTYPE, outside, 0o777), ("opt/out/through", tarfile.REGTYPE, "", 0o644))
        layer("linked.tar", ("bin", tarfile.SYMTYPE, "usr/bin", 0o777), ("build", tarfile.SYMTYPE, outside, 0o777))
        PY
        mkdir -p accounts/etc accounts/root accounts/home; mkdir -m 1777 accounts/tmp
        echo root:x:0:0:root:/root:/bin/sh > accounts/etc/passwd
        echo root:x:0: > accounts/etc/group
        : > accounts/etc/login.defs
        ln -s usr/bin accounts/bin
        tar --create --file accounts.tar --owner root:0 --group root:0 --directory accounts .
        umoci init --layout images
        for image in tools linked accounts; do umoci new --image images:$image; umoci raw add-layer --image images:$image base.tar; done
        umoci raw add-layer --image images:tools second.tar
        umoci raw add-layer --image images:linked linked.tar
        umoci raw add-layer --image images:accounts accounts.tar
        umoci config --image images:accounts --config.env PATH=/usr/sbin:/usr/bin --config.cmd /bin/cat --config.cmd /etc/group
        umoci config --image images:tools --config.env FROM_IMAGE=yes --config.env PATH=/opt/bin:/usr/bin --config.entrypoint /nowhere
        """;

    private readonly Process _registry;

    private ImageRegistry(string folder, Process registry, string address) => (Folder, _registry, Address) = (folder, registry, address);

    /// <summary>Null, or why this machine cannot run it.</summary>
    public static string? Obstacle { get; } = Array.TrueForAll(["skopeo", "umoci", "docker-registry"], name => File.Exists("/usr/bin/" + name))
        ? null
        : "Needs a registry: apt-get install skopeo umoci docker-registry";

    /// <summary>Where it listens, as images are named.</summary>
    public string Address { get; }

    /// <summary>Its folder: its blobs are in <c>blobs</c>, and <c>outside</c> is where its images would like to write.</summary>
    public string Folder { get; }

    /// <summary>The credentials that it wants.</summary>
    public string AuthFile => Path.Combine(Folder, "auth.json");

    /// <summary>Tells that it is without TLS.</summary>
    public string RegistriesFile => Path.Combine(Folder, "registries.conf");

    public static async Task<ImageRegistry> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("pluginci-registry-").FullName;
        var outside = Directory.CreateDirectory(Path.Combine(folder, "outside")).FullName;
        await RunAsync("sh", "-c", Build, "build", folder, outside);
        var hash = await RunAsync("python3", "-W", "ignore", "-c", "import crypt, sys; print(crypt.crypt(sys.argv[1], crypt.mksalt(crypt.METHOD_BLOWFISH, rounds=16)))", Password);
        await File.WriteAllTextAsync(Path.Combine(folder, "htpasswd"), $"{Account}:{hash}");
        await File.WriteAllTextAsync(Path.Combine(folder, "config.yml"), $$"""
            version: 0.1
            storage:
              filesystem:
                rootdirectory: "{{folder}}/blobs"
            http:
              addr: 127.0.0.1:0
            auth:
              htpasswd:
                realm: ci
                path: "{{folder}}/htpasswd"
            """);
        var registry = Process.Start(new ProcessStartInfo("docker-registry", ["serve", Path.Combine(folder, "config.yml")]) { RedirectStandardError = true })!;
        var said = await registry.StandardError.ReadLineAsync();
        while (said?.Contains("listening on", StringComparison.Ordinal) is false)
        {
            said = await registry.StandardError.ReadLineAsync();
        }

        _ = registry.StandardError.ReadToEndAsync();
        var address = said!.Split("listening on ")[1].Split('"')[0];
        var made = new ImageRegistry(folder, registry, address);
        var credentials = new { auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:{Password}")) };
        await File.WriteAllTextAsync(made.AuthFile, JsonSerializer.Serialize(new { auths = new Dictionary<string, object> { [address] = credentials } }));
        await File.WriteAllTextAsync(made.RegistriesFile, $"[[registry]]\nlocation = \"{address}\"\ninsecure = true\n");
        return made;
    }

    /// <summary>Puts one of its images, <c>tools</c>, <c>linked</c>, or <c>accounts</c>, which has what adds accounts, into it.</summary>
    /// <returns>Its name and digest.</returns>
    public async Task<string> PushAsync(string image)
    {
        var digestFile = Path.Combine(Folder, "digest");
        await RunAsync("skopeo", "copy", "--quiet", "--authfile", AuthFile, "--dest-tls-verify=false", "--digestfile", digestFile, $"oci:{Folder}/images:{image}", $"docker://{Address}/ci/{image}:1");
        return $"{Address}/ci/{image}@{await File.ReadAllTextAsync(digestFile)}";
    }

    public void Dispose()
    {
        _registry.Kill();
        _registry.WaitForExit();
        _registry.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complained = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said.Trim() : throw new InvalidOperationException($"{program}: {await complained}");
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PluginCi.Plugins.Sandbox;

namespace PluginCi.Dependencies;

/// <summary>Package managers as they are, in a sandbox, told nothing but what the server tells every build: each installs something twice, and checks it by its own checksums.</summary>
public sealed class ClientTests : IDisposable
{
    private readonly Upstream _upstream = new();

    [ToolFact("/usr/bin/pip3")]
    public async Task Pip_installs_by_hash()
    {
        var wheel = Packages.Zip(
            ("pci_demo.py", "print('hello')"),
            ("pci_demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: pci-demo\nVersion: 1.0\n"),
            ("pci_demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
            ("pci_demo-1.0.dist-info/RECORD", ""));
        _upstream.Put("/simple/pci-demo/", $"""<html><body><a href="{_upstream.Address}packages/aa/pci_demo-1.0-py3-none-any.whl#sha256={Packages.Sha256(wheel)}">pci_demo-1.0-py3-none-any.whl</a></body></html>""", "Content-Type: text/html");
        _upstream.Put("/packages/aa/pci_demo-1.0-py3-none-any.whl", wheel);
        await using var scene = new ClientScene(new("pypi", $"{_upstream.Address}simple/"));

        await PassTwiceAsync(
            scene,
            2,
            new() { ["requirements.txt"] = $"PCI_demo==1.0 --hash=sha256:{Packages.Sha256(wheel)}\n" },
            "/usr/bin/python3 -m pip install --no-cache-dir --require-hashes --target /tmp/t -r requirements.txt && PYTHONPATH=/tmp/t /usr/bin/python3 -m pci_demo");
    }

    [ToolFact("/usr/bin/npm")]
    public async Task Npm_installs_a_lock_of_the_public_registry()
    {
        var tarball = Packages.TarGz(("package/package.json", """{"name":"pci-demo","version":"1.0.0"}"""), ("package/index.js", "console.log('hello')"));
        var integrity = $"sha512-{Convert.ToBase64String(SHA512.HashData(tarball))}";
        _upstream.Put("/pci-demo/-/pci-demo-1.0.0.tgz", tarball);
        _upstream.Put("/pci-demo", $$$$"""{"name":"pci-demo","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{"name":"pci-demo","version":"1.0.0","dist":{"tarball":"{{{{_upstream.Address}}}}pci-demo/-/pci-demo-1.0.0.tgz","integrity":"{{{{integrity}}}}"} } } }""");
        await using var scene = new ClientScene(new("npm", _upstream.Address));
        var files = new Dictionary<string, string>
        {
            ["package.json"] = """{"name":"app","version":"1.0.0","dependencies":{"pci-demo":"1.0.0"}}""",
            ["package-lock.json"] = $$$$"""{"name":"app","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"app","version":"1.0.0","dependencies":{"pci-demo":"1.0.0"}},"node_modules/pci-demo":{"version":"1.0.0","resolved":"https://registry.npmjs.org/pci-demo/-/pci-demo-1.0.0.tgz","integrity":"{{{{integrity}}}}"} } }""",
        };

        await PassTwiceAsync(scene, 1, files, "npm ci && node -e \"require('pci-demo')\"");
        var lines = await scene.PassAsync(files, "rm package-lock.json; npm install && node -e \"require('pci-demo')\"");
        Assert.Equal(["hello", "== dependencies: 1 from the cache, 1 fetched"], lines[^2..]);
    }

    [ToolFact("/usr/bin/go")]
    public async Task Go_downloads_a_module_and_verifies_it()
    {
        _upstream.Put("/example.org/!demo/@v/list", "v1.0.0\n");
        _upstream.Put("/example.org/!demo/@v/v1.0.0.info", """{"Version":"v1.0.0","Time":"2024-01-01T00:00:00Z"}""");
        _upstream.Put("/example.org/!demo/@v/v1.0.0.mod", "module example.org/Demo\n");
        _upstream.Put("/example.org/!demo/@v/v1.0.0.zip", Packages.Zip(("example.org/Demo@v1.0.0/go.mod", "module example.org/Demo\n"), ("example.org/Demo@v1.0.0/demo.go", "package demo // hello\n")));
        await using var scene = new ClientScene(new("go", _upstream.Address));

        await PassTwiceAsync(
            scene,
            null,
            new() { ["go.mod"] = "module app\n\nrequire example.org/Demo v1.0.0\n" },
            "export GONOSUMDB=example.org; go get example.org/Demo@v1.0.0 && go mod verify && sed 's/.*hello/hello/' $(go list -m -f '{{.Dir}}' example.org/Demo)/demo.go");
    }

    [ToolFact("/usr/bin/bundle", "/usr/bin/gem")]
    public async Task Bundler_and_gem_install_a_gem()
    {
        var made = Packages.Make(
            "all.tar",
            [
                ("pci_demo.gemspec", "Gem::Specification.new { |s| s.name = 'pci_demo'; s.version = '1.0.0'; s.summary = 's'; s.authors = ['a']; s.files = ['lib/pci_demo.rb'] }"),
                ("lib/pci_demo.rb", "puts 'hello'\n"),
            ],
            "/bin/sh", "-ec", "gem build pci_demo.gemspec; mkdir gems; mv *.gem gems; gem generate_index; tar -cf all.tar gems/* *specs.4.8.gz quick/Marshal.4.8/*");
        var files = Packages.Untar(made);
        foreach (var (name, bytes) in files)
        {
            _upstream.Put($"/{name}", bytes);
        }

        var about = $"---\n1.0.0 |checksum:{Packages.Sha256(files["gems/pci_demo-1.0.0.gem"])}\n";
        _upstream.Put("/info/pci_demo", about);
        _upstream.Put("/versions", $"created_at: 2024-01-01T00:00:00Z\n---\npci_demo 1.0.0 {Md5(about)}\n");
        await using var scene = new ClientScene(new("rubygems", _upstream.Address));

        await PassTwiceAsync(
            scene,
            3,
            new() { ["Gemfile"] = "source 'https://rubygems.org'\ngem 'pci_demo', '1.0.0'\n" },
            "BUNDLE_PATH=/tmp/b bundle install && BUNDLE_PATH=/tmp/b bundle exec ruby -e \"require 'pci_demo'\"");
        Assert.Contains("hello", await scene.PassAsync(new Dictionary<string, string>(), "gem install pci_demo --install-dir /tmp/g --no-document && GEM_PATH=/tmp/g ruby -e \"require 'pci_demo'\""));
    }

    [ToolFact("/usr/bin/mvn")]
    public async Task Maven_has_its_parent_and_an_extension_from_the_mirror_of_central()
    {
        const string parent = "<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>parent</artifactId><version>1.0</version><packaging>pom</packaging></project>";
        const string extension = "<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>ext</artifactId><version>1.0</version></project>";
        PutWithSha1("/maven2/org/example/parent/1.0/parent-1.0.pom", Encoding.UTF8.GetBytes(parent));
        PutWithSha1("/maven2/org/example/ext/1.0/ext-1.0.pom", Encoding.UTF8.GetBytes(extension));
        PutWithSha1("/maven2/org/example/ext/1.0/ext-1.0.jar", Packages.Zip(("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n\n")));
        PutWithSha1("/maven2/org/codehaus/plexus/plexus-utils/1.1/plexus-utils-1.1.jar", Packages.Zip(("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n\n")));
        await using var scene = new ClientScene(
            new("maven", $"{_upstream.Address}maven2"), new SandboxSettings { ReadOnlyPaths = [.. Directory.EnumerateDirectories("/etc", "java-*"), "/etc/maven"] });

        await PassTwiceAsync(
            scene,
            null,
            new()
            {
                ["pom.xml"] = "<project><modelVersion>4.0.0</modelVersion><parent><groupId>org.example</groupId><artifactId>parent</artifactId><version>1.0</version></parent><artifactId>app</artifactId><packaging>pom</packaging>"
                    + "<build><extensions><extension><groupId>org.example</groupId><artifactId>ext</artifactId><version>1.0</version></extension></extensions></build></project>",
            },
            "mvn -B --strict-checksums validate && echo && echo hello");
    }

    [ToolFact("/usr/bin/dotnet")]
    public async Task Dotnet_restores_a_package()
    {
        var package = Packages.Zip(
            ("pci.demo.nuspec", """<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>Pci.Demo</id><version>1.0.0</version><authors>a</authors><description>d</description></metadata></package>"""),
            ("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="txt" ContentType="text/plain" /></Types>"""),
            ("content.txt", "hello"));
        _upstream.Put("/v3/index.json", $$"""{"version":"3.0.0","resources":[{"@id":"{{_upstream.Address}}v3-flatcontainer/","@type":"PackageBaseAddress/3.0.0"}]}""");
        _upstream.Put("/v3-flatcontainer/pci.demo/index.json", """{"versions":["1.0.0"]}""");
        _upstream.Put("/v3-flatcontainer/pci.demo/1.0.0/pci.demo.1.0.0.nupkg", package);
        await using var scene = new ClientScene(new("nuget", $"{_upstream.Address}v3/index.json"));

        await PassTwiceAsync(
            scene,
            3,
            new() { ["app.csproj"] = """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include="Pci.Demo" Version="1.0.0" /></ItemGroup></Project>""" },
            "DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=0 dotnet restore && cat ~/.nuget/packages/pci.demo/1.0.0/content.txt && echo");
    }

    [ToolFact("/usr/bin/apt-get", "/usr/bin/dpkg-deb")]
    public async Task Apt_has_packages_of_the_archive_by_its_own_name()
    {
        var package = Packages.Make("demo.deb", [("p/DEBIAN/control", "Package: pci-demo\nVersion: 1.0\nArchitecture: all\nMaintainer: a <a@example.org>\nDescription: d\n"), ("p/hello", "hello\n")], "/usr/bin/dpkg-deb", "--root-owner-group", "-b", "p", "demo.deb");
        var index = $"Package: pci-demo\nVersion: 1.0\nArchitecture: all\nMaintainer: a <a@example.org>\nDescription: d\nFilename: pool/main/p/pci-demo_1.0_all.deb\nSize: {package.Length}\nSHA256: {Packages.Sha256(package)}\n\n";
        var length = Encoding.UTF8.GetByteCount(index).ToString(CultureInfo.InvariantCulture);
        _upstream.Put("/debian/pool/main/p/pci-demo_1.0_all.deb", package);
        _upstream.Put("/debian/dists/stable/Release", $"Suite: stable\nCodename: stable\nComponents: main\nArchitectures: all amd64\nAcquire-By-Hash: yes\nSHA256:\n {Packages.Sha256(index)} {length} main/binary-all/Packages\n {Packages.Sha256(index)} {length} main/binary-amd64/Packages\n");
        _upstream.Put($"/debian/dists/stable/main/binary-all/by-hash/SHA256/{Packages.Sha256(index)}", index);
        _upstream.Put($"/debian/dists/stable/main/binary-amd64/by-hash/SHA256/{Packages.Sha256(index)}", index);
        await using var scene = new ClientScene(new("debian", $"{_upstream.Address}debian"));

        await PassTwiceAsync(
            scene,
            null,
            new() { ["sources.list"] = "deb [trusted=yes] http://deb.debian.org/debian stable main\n" },
            "mkdir -p /tmp/a/lists/partial /tmp/a/archives/partial; o='-o Dir::Etc::sourcelist=/build/workspace/sources.list -o Dir::Etc::sourceparts=- -o Dir::State=/tmp/a -o Dir::State::status=/dev/null -o Dir::Cache=/tmp/a -o APT::Sandbox::User=build -o Debug::NoLocking=1'; "
                + "apt-get $o update && apt-get $o download pci-demo && dpkg-deb --fsys-tarfile pci-demo_1.0_all.deb | tar -xO ./hello");
    }

    [RustFact]
    public async Task Cargo_fetches_a_crate()
    {
        var crate = Packages.TarGz(
            ("pci-demo-1.0.0/Cargo.toml", "[package]\nname = \"pci-demo\"\nversion = \"1.0.0\"\nedition = \"2021\"\n"), ("pci-demo-1.0.0/src/lib.rs", "pub fn hello() -> &'static str { \"hello\" }\n"));
        _upstream.Put("/index/pc/i-/pci-demo", $$"""{"name":"pci-demo","vers":"1.0.0","deps":[],"cksum":"{{Packages.Sha256(crate)}}","features":{},"yanked":false}""" + "\n");
        _upstream.Put("/dl/pci-demo/1.0.0/download", crate);
        await using var scene = new ClientScene(new("cargo", $"{_upstream.Address}index/", $"{_upstream.Address}dl/"), new SandboxSettings { ReadOnlyPaths = [RustFactAttribute.Toolchain!] });

        await PassTwiceAsync(
            scene,
            2,
            new() { ["Cargo.toml"] = "[package]\nname = \"app\"\nversion = \"1.0.0\"\nedition = \"2021\"\n[dependencies]\npci-demo = \"1\"\n[[bin]]\nname = \"app\"\npath = \"main.rs\"\n", ["main.rs"] = "fn main() { println!(\"{}\", pci_demo::hello()); }\n" },
            $"PATH={RustFactAttribute.Toolchain}/bin:$PATH cargo run -q");
    }

    public void Dispose() => _upstream.Dispose();

    /// <summary>The first build fetches, the second has all of the cache; both print hello.</summary>
    private static async Task PassTwiceAsync(ClientScene scene, int? requests, Dictionary<string, string> files, string command)
    {
        var (first, second) = (await scene.PassAsync(files, command), await scene.PassAsync(files, command));

        Assert.Equal(("hello", "hello"), (first[^2], second[^2]));
        if (requests is { } count)
        {
            Assert.Equal($"== dependencies: 0 from the cache, {count} fetched", first[^1]);
            Assert.Equal($"== dependencies: {count} from the cache, 0 fetched", second[^1]);
        }
        else
        {
            Assert.Matches("^== dependencies: [1-9][0-9]* from the cache, 0 fetched$", second[^1]);
        }
    }

    private void PutWithSha1(string path, byte[] bytes)
    {
        _upstream.Put(path, bytes);
#pragma warning disable CA5350 // The checksum that Maven looks at.
        _upstream.Put(path + ".sha1", Convert.ToHexStringLower(SHA1.HashData(bytes)));
#pragma warning restore CA5350
    }

#pragma warning disable CA5351 // The checksum of RubyGems' index.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}

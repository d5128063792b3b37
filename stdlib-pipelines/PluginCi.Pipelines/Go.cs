using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for Go. The version is that of the release of Debian: 1.19 in bookworm, 1.24 in trixie.</summary>
public static class Go
{
    /// <summary>A module.
    /// <c>lint</c>: gofmt and <c>go vet</c>. <c>build</c>: <c>go build</c>. <c>unit</c>: <c>go test</c>. <c>package</c>: the programs of the module.</summary>
    /// <param name="debian">The release of Debian.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Go.Module()));</code></example>
    public static Recipe Module(string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line)
            .Dependencies(Ci.Registry.Go).Cache("~/go/pkg/mod", Ci.Files("go.sum")).Cache("~/.cache/go-build").Env("GOFLAGS", "-buildvcs=false").Limits(memory: Ci.GiB(2));
        return Ci.Recipe(
            Ci.Debian(debian).Apt("ca-certificates", "gcc", "golang-go", "gotestsum", "libc6-dev"),
            Job("lint").Sh("wrong=$(gofmt -l .)\nif [ -n \"$wrong\" ]; then echo \"gofmt would change:\"; echo \"$wrong\"; gofmt -d .; exit 1; fi").Sh("go vet ./..."),
            Job("build").Sh("go build ./..."),
            Job("unit").Sh("mkdir -p reports").Sh("gotestsum --junitfile reports/go.xml ./...").JUnit("reports/*.xml"),
            Job("package").Sh("mkdir -p dist\ngo build -trimpath -o dist/ ./...").Publish("dist/*", "package"));
    }
}

using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for Rust. The version is that of the release of Debian: 1.63 in bookworm, 1.85 in trixie.</summary>
public static class Rust
{
    /// <summary>A crate or a workspace.
    /// <c>lint</c>: rustfmt, and clippy with warnings as errors. <c>build</c>: <c>cargo build</c>. <c>unit</c>: <c>cargo test</c>. <c>package</c>: <c>cargo package</c>, its <c>.crate</c> files.</summary>
    /// <param name="debian">The release of Debian. cargo has dependencies from the server's cache from trixie on; on bookworm they must be in the repository (<c>cargo vendor</c>).</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(Rust.Cargo("trixie")));</code></example>
    public static Recipe Cargo(string debian = "bookworm", [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        // Not the folder target: cargo judges by times of files, and would take a change of an older time for built.
        Job Job(string name) => Ci.Job(name, path, line)
            .Dependencies(Ci.Registry.Cargo).Cache("~/.cargo/registry", Ci.Files("**/Cargo.lock")).Env("CARGO_TERM_COLOR", "never").Limits(memory: Ci.GiB(2), disk: Ci.GiB(4));
        return Ci.Recipe(
            Ci.Debian(debian).Apt("cargo", "gcc", "libc6-dev", "rust-clippy", "rustc", "rustfmt"),
            Job("lint").Sh("cargo fmt --all --check").Sh("cargo clippy --workspace --all-targets -- --deny warnings"),
            Job("build").Sh("cargo build --workspace --all-targets"),
            Job("unit").Sh("cargo test --workspace"),
            Job("package").Sh("cargo package --no-verify --allow-dirty").Publish("target/package/*.crate", "package"));
    }
}

using System.Runtime.CompilerServices;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>Recipes for C# and the other languages of .NET.</summary>
public static class DotNet
{
    /// <summary>A solution, or a project, in the repository's root.
    /// <c>lint</c>: <c>dotnet format --verify-no-changes</c>. <c>build</c>: <c>dotnet build</c>, warnings are errors. <c>unit</c>: <c>dotnet test</c>, with reports in TRX.
    /// <c>package</c>: <c>dotnet pack</c>.</summary>
    /// <param name="system">A system with the SDK, such as an image. Null for the SDK of the machine that builds run on: Debian has none.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>return Project(Commit(DotNet.Solution()));</code></example>
    public static Recipe Solution(BuildEnvironment? system = null, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0)
    {
        Job Job(string name) => Ci.Job(name, path, line)
            .Dependencies(Ci.Registry.NuGet).Cache("~/.nuget/packages", Ci.Files("**/*.csproj", "**/Directory.Packages.props"))
            .Env("DOTNET_CLI_TELEMETRY_OPTOUT", "1").Env("DOTNET_NOLOGO", "1").Env("DOTNET_CLI_USE_MSBUILD_SERVER", "0").Env("MSBUILDDISABLENODEREUSE", "1")
            .Limits(memory: Ci.GiB(3), disk: Ci.GiB(4));
        return Ci.Recipe(
            system,
            Job("lint").Sh("dotnet format --verify-no-changes --verbosity normal"),
            Job("build").Sh("dotnet build --configuration Release -warnaserror"),
            Job("unit").Sh("dotnet test --configuration Release -p:VSTestLogger=trx --results-directory reports").Trx("reports/*.trx"),
            Job("package").Sh("dotnet pack --configuration Release --output dist").Publish("dist/*", "package"));
    }
}

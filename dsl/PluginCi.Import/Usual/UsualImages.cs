using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>What containers do by the usual meaning of the names of their images, and what they are told to run.</summary>
internal static partial class UsualImages
{
    /// <summary>The work of a container; null where its image's name says nothing and no program is named.</summary>
    /// <param name="image">The reference of the image.</param>
    /// <param name="entrypoint">The program; empty for the image's own.</param>
    /// <param name="arguments">The program's arguments.</param>
    public static UsualWork? Find(string image, string entrypoint, string arguments)
    {
        var parts = Reference().Match(image);
        var name = parts.Groups["name"].Value;
        var program = entrypoint.Split('/')[^1];
        if (Family(name, program, arguments) is { } usual)
        {
            return usual with { Text = $"the image '{image}' is not here: {usual.Text}" };
        }

        // Programs that the image brings are not known; those of the repository and of Debian are run.
        var isOwn = entrypoint.StartsWith("/src/", StringComparison.Ordinal) || entrypoint.StartsWith("./", StringComparison.Ordinal);
        var isKnown = isOwn || entrypoint is "bash" or "sh" or "make" or "git" or "php" || entrypoint.StartsWith("/usr/bin/", StringComparison.Ordinal);
        return isKnown ? new UsualWork(Images.Find(image), [UsualCommands.With(isOwn ? "./" + Workspace.Relative(entrypoint) : program, arguments)], $"'{entrypoint}' runs on what stands for the image '{image}'") : null;
    }

    private static UsualWork? Family(string name, string program, string arguments) => Kind().Match(name) switch
    {
        { Success: false } => null,
        { Groups: var groups } => groups["kind"].Value switch
        {
            "tox" => UsualCommands.Tox(arguments),
            "node" => UsualCommands.Npm(groups["version"].Value, arguments, name.Contains("browser", StringComparison.Ordinal)),
            "composer" when program.Length > 0 || arguments.Length == 0 => UsualCommands.Composer(Dotted(groups["version"].Value), program == "run-testpackage" ? "validate" : "test"),
            "composer" => new UsualWork(UsualCommands.On("php", Dotted(groups["version"].Value), []), [UsualCommands.With("composer", Workspace.Put(arguments))], "Composer of Debian stands for that of the image"),
            "rake" => UsualCommands.Rake(groups["version"].Value, arguments.Length == 0 ? "test" : arguments),
            "maven" when program is not "git" => UsualCommands.Maven(groups["version"].Value, Workspace.Put(arguments).Replace("-gs /settings.xml", "", StringComparison.Ordinal)),
            "quibble" when program is "" or "quibble-with-supervisord" => MediaWiki.Of(Dotted(Php().Match(name).Groups["version"].Value), arguments),
            "quibble" when program.StartsWith("run-phan", StringComparison.Ordinal) => UsualCommands.Phan(Dotted(Php().Match(name).Groups["version"].Value)),
            "doxygen" when program.Length == 0 => UsualCommands.Doxygen(),
            "operations-puppet" => UsualCommands.Rake("", "test"),
            "shellcheck" => UsualCommands.Shellcheck(),
            "commit-message-validator" => new UsualWork(UsualCommands.On("python", "", []), ["pip install commit-message-validator", "commit-message-validator"], "the program is taken from PyPI"),
            _ => null,
        },
    };

    private static string Dotted(string digits) => digits.Length == 2 ? $"{digits[0]}.{digits[1]}" : digits;

    [GeneratedRegex(@"^(?:.*/)?(?<name>[^/:@]+)(?::[^@]*)?(?:@.*)?$", RegexOptions.Singleline)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^(?<kind>tox|node(?=\d)|composer(?=-php)|rake(?=-ruby)|maven(?=-java)|quibble|doxygen|operations-puppet|shellcheck|commit-message-validator)(?:-?(?:php|ruby|java|v)?(?<version>\d[\d.]*))?")]
    private static partial Regex Kind();

    [GeneratedRegex(@"php(?<version>\d\d)")]
    private static partial Regex Php();
}

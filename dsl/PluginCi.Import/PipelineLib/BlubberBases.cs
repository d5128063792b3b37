using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>The systems that stand for the images that variants of Blubber are made on.</summary>
internal static partial class BlubberBases
{
    /// <summary>The system for an image.</summary>
    public static KnownSystem Find(string reference)
    {
        var name = reference.Split('@')[0].Split('/')[^1];
        if (Language().Match(name) is { Success: true } known)
        {
            var language = known.Groups["language"].Value switch { "nodejs" => "node", "golang" => "go", "composer-php" => "php", var other => other };
            var digits = known.Groups["version"].Value;
            var version = language == "php" && digits.Length == 2 ? $"{digits[0]}.{digits[1]}" : digits;
            var system = Images.Of(Import.Language.All.First(one => one.Name == language), version, reference);
            return known.Groups["release"] is { Success: true } release && Images.Find($"debian:{release.Value}") is { Outcome: ImportOutcome.Carried } debian
                ? system with { System = system.System with { Release = debian.System.Release }, Text = $"Debian {debian.System.Release} with the packages of {language} stands for '{reference}'" }
                : system;
        }

        return Release().Match(name) is { Success: true } only ? Images.Find($"debian:{only.Groups["release"].Value}") with { Outcome = ImportOutcome.Approximated, Text = $"Debian {only.Groups["release"].Value} stands for '{reference}'" } : Images.Find(reference);
    }

    [GeneratedRegex(@"^(?<language>nodejs|node|python|golang|go|composer-php|php|ruby|maven|gradle|rust)(?=[\d:-]|$)(?<version>[\d.]*\d)?(?:-[a-z]+)*?(?:-(?<release>bullseye|bookworm|trixie))?(?::.*)?$")]
    private static partial Regex Language();

    [GeneratedRegex(@"(^|-)(?<release>bullseye|bookworm|trixie)(?=:|-|$)")]
    private static partial Regex Release();
}

using System.Text.RegularExpressions;
using PluginCi.Dsl.Hosting;

namespace PluginCi.Dsl;

/// <summary>Every script in the Scripts folder, evaluated in this process: what it gives stands in the script itself.</summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Good => [.. ScriptFile.Names("good")];

    public static TheoryData<string> Bad => [.. ScriptFile.Names("bad")];

    public static TheoryData<string> Odd => [.. ScriptFile.Names("warnings")];

    public static TheoryData<string> Attacks => [.. ScriptFile.Names("attacks")];

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_script_gives_its_plan(string name)
    {
        var response = ScriptRunner.Run(ScriptFile.Read(name).Request());
        Assert.True(response.Plan is not null || response.Site is not null, ScriptFile.Describe(response));
        ScriptFile.Read(name).Check(ScriptFile.Describe(response));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_script_gives_its_diagnostics(string name)
    {
        var response = ScriptRunner.Run(ScriptFile.Read(name).Request());
        Assert.Null(response.Plan);
        Assert.Null(response.Site);
        ScriptFile.Read(name).Check(ScriptFile.Describe(response));
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public void An_odd_script_gives_its_plan_and_warnings(string name)
    {
        var response = ScriptRunner.Run(ScriptFile.Read(name).Request());
        Assert.NotNull(response.Plan);
        Assert.All(response.Diagnostics, diagnostic => Assert.Equal(Model.DiagnosticSeverity.Warning, diagnostic.Severity));
        ScriptFile.Read(name).Check(string.Join('\n', response.Diagnostics));
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void An_attack_is_refused_before_it_runs(string name)
    {
        var response = ScriptRunner.Run(ScriptFile.Read(name).Request());
        Assert.Null(response.Plan);
        Assert.NotEmpty(response.Diagnostics);
        Assert.DoesNotContain(response.Diagnostics, diagnostic => diagnostic.Id == "PCI2204");
        ScriptFile.Read(name).Check(ScriptFile.Describe(response));
    }

    [Fact]
    public void Every_diagnostic_has_a_script_that_shows_it()
    {
        var shown = ScriptFile.Names("bad").Concat(ScriptFile.Names("warnings")).Concat(ScriptFile.Names("attacks"))
            .SelectMany(name => Regex.Matches(ScriptFile.Read(name).Expected, "PCI2[0124]\\d\\d"))
            .Select(match => match.Value)
            .ToHashSet();

        // What only the process around the script can find is shown by SandboxTests, what only a server can by EnforcementTests, ReleaseTests, SecretTests and SiteEffectTests, what is wrong with files without a script by TypedFileTests.
        string[] elsewhere = ["PCI2104", "PCI2201", "PCI2202", "PCI2203", "PCI2301", "PCI2302", "PCI2303", "PCI2304", "PCI2901", "PCI2902", "PCI2903", "PCI2904", "PCI2905", "PCI2401", "PCI2411", "PCI2412", "PCI2413", "PCI2415", "PCI2421", "PCI2464", "PCI2465"];
        Assert.Equal([], Documentation.IdsInSource().Except(shown).Except(elsewhere));
    }
}

namespace PluginCi.Declarative;

/// <summary>What a site asks of all Blubber files.</summary>
public sealed class BlubberPolicyTests
{
    private const string File = """
        version: v4
        base: registry.example.org/bookworm
        variants:
          low: { runs: { insecurely: true, environment: { MODE: test } }, lives: { uid: 7 } }
          production: { includes: [low], node: { env: production } }
          scratch: { base: }
        """;

    [Theory]
    [InlineData("variants.production.runs.insecurely", "isfalse", "'variants.production.runs.insecurely' is 'true', and p.yaml asks for isfalse")]
    [InlineData("variants.production.runs.insecurely", "istrue", "")]
    [InlineData("variants.production.base", "omitempty,startswith=registry.example.org/", "")]
    [InlineData("variants.production.base", "required,startswith=registry.example.com/", "'variants.production.base' is 'registry.example.org/bookworm', and p.yaml asks for required,startswith=registry.example.com/")]
    [InlineData("variants.production.node.env", "oneof=production staging", "")]
    [InlineData("variants.production.lives.uid", "ne=7", "'variants.production.lives.uid' is '7', and p.yaml asks for ne=7")]
    [InlineData("variants.production.runs.environment.MODE", "eq=live", "'variants.production.runs.environment.MODE' is 'test', and p.yaml asks for eq=live")]
    [InlineData("variants.production.runs.environment.OTHER", "eq=live", "")]
    [InlineData("variants.production.python.version", "omitempty,endswith=3", "")]
    [InlineData("variants.production.runs.as", "contains=run", "")]
    [InlineData("variants.other.base", "required", "")]
    public void Enforcements_are_looked_at_with_all_that_is_included(string path, string rule, string message)
    {
        var policy = BlubberPolicy.Read("p.yaml", $"enforcements: [{{ path: {path}, rule: '{rule}' }}]");

        Assert.Empty(policy.Diagnostics);
        Assert.Equal(message.Length == 0 ? [] : [$"b.yaml(0,0): error PCI5106: {message}"], policy.Check("b.yaml", BlubberFile.Read("b.yaml", File)).Select(found => found.ToString()));
    }

    [Theory]
    [InlineData("enforce: []", "PCI5006|PCI5007", "known are enforcements")]
    [InlineData("enforcements: [{ path: variants.production.base }]", "PCI5007", "'rule' is missing")]
    [InlineData("enforcements: [{ path: variants.production.bass, rule: required }]", "PCI5008", "expected variants.NAME.KEY, where KEY is one of base, ")]
    [InlineData("enforcements: [{ path: base, rule: required }]", "PCI5008", "expected variants.NAME.KEY")]
    [InlineData("enforcements: [{ path: variants.production.base, rule: 'required,starts=x' }]", "PCI5008", "in which 'starts' is not known; known are omitempty, required, ")]
    [InlineData("[", "PCI5002", "not YAML")]
    public void What_is_wrong_with_a_policy_is_told(string text, string ids, string words)
    {
        var found = BlubberPolicy.Read("p.yaml", text).Diagnostics;

        Assert.Equal(ids.Split('|'), found.Select(diagnostic => diagnostic.Id).Order());
        Assert.Contains(found, diagnostic => diagnostic.Text.Contains(words, StringComparison.Ordinal));
    }
}

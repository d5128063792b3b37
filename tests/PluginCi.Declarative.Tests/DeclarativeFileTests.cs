namespace PluginCi.Declarative;

/// <summary>Which form a file has is seen by its keys.</summary>
public sealed class DeclarativeFileTests
{
    [Theory]
    [InlineData("type: python\ntest: pytest", DeclarativeKind.Own, "PCI5006", "'test' is not a key of the file; known are type, versions, packages, commands")]
    [InlineData("pipelines: { test: { stages: [] } }", DeclarativeKind.PipelineLib, "", "")]
    [InlineData("pipeline: { test: { stages: [] } }", DeclarativeKind.PipelineLib, "PCI5007", "'pipelines'")]
    [InlineData("version: v4", DeclarativeKind.Blubber, "", "")]
    [InlineData("version: v3", DeclarativeKind.Blubber, "PCI5101", "v4")]
    [InlineData("variants: {}", DeclarativeKind.Blubber, "PCI5007", "'version'")]
    [InlineData("general: { buildTool: maven }\nstages: {}\nsteps: {}", DeclarativeKind.Other, "PCI5009", "SAP Piper")]
    [InlineData("steps: { mavenExecute: {} }", DeclarativeKind.Other, "PCI5009", "SAP Piper")]
    [InlineData("stages: [build]\njob: { script: make }", DeclarativeKind.Other, "PCI5009", "GitLab CI")]
    [InlineData("job: { script: make }", DeclarativeKind.Other, "PCI5009", "GitLab CI")]
    [InlineData("on: push\njobs: { build: {} }", DeclarativeKind.Other, "PCI5009", "GitHub Actions")]
    [InlineData("version: 2.1\njobs: { build: {} }", DeclarativeKind.Other, "PCI5009", "CircleCI")]
    [InlineData("pool: x\nsteps: [{ script: make }]", DeclarativeKind.Other, "PCI5009", "Azure Pipelines")]
    [InlineData("language: python", DeclarativeKind.Other, "PCI5009", "Travis CI")]
    [InlineData("kind: pipeline\nsteps: []", DeclarativeKind.Other, "PCI5009", "Drone")]
    [InlineData("apiVersion: v1\nkind: Pod", DeclarativeKind.Other, "PCI5009", "Kubernetes or Tekton")]
    [InlineData("pipelines: { default: [{ step: {} }] }", DeclarativeKind.Other, "PCI5009", "Bitbucket Pipelines")]
    [InlineData("services: { db: {} }", DeclarativeKind.Other, "PCI5009", "Docker Compose")]
    [InlineData("a: b", DeclarativeKind.Other, "PCI5009", "no form that is known")]
    [InlineData("- a", DeclarativeKind.Other, "PCI5005", "must be a map")]
    public void A_file_is_recognised(string text, object kind, string id, string words)
    {
        var file = DeclarativeFile.Check("f.yaml", text);

        Assert.Equal(kind, file.Kind);
        Assert.Equal(id, file.Diagnostics.SingleOrDefault()?.Id ?? "");
        Assert.Contains(words, file.Diagnostics.SingleOrDefault()?.Text ?? "", StringComparison.Ordinal);
    }
}

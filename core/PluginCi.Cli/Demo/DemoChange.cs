using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace PluginCi.Cli;

/// <summary>A change that a developer of the demo pushes, and what must become of it.</summary>
internal sealed record DemoChange
{
    public required string Author { get; init; }

    public required string Project { get; init; }

    /// <summary>The first line of its message, unique in the demo.</summary>
    public required string Subject { get; init; }

    public required ImmutableArray<DemoEdit> Edits { get; init; }

    /// <summary>Null when it must be merged, else a part of the reason it must be rejected for.</summary>
    public string? RejectedFor { get; init; }

    /// <summary>The subject of a change that it cannot live with: whichever of the two comes first is merged, the other is rejected for <see cref="RejectedFor"/>.</summary>
    public string? Rival { get; init; }

    /// <summary>The subject of the change it depends on, in another project.</summary>
    public string? DependsOn { get; init; }

    /// <summary>The subject of the change it is committed on top of, in the same project and push.</summary>
    public string? Parent { get; init; }

    public string ChangeId => ChangeIdOf(Subject);

    public string Message => $"{Subject}\n\n{(DependsOn is null ? "" : $"Depends-On: {ChangeIdOf(DependsOn)}\n")}Change-Id: {ChangeId}\n";

    // The same in every run, so that a demo that was interrupted finds its own changes again.
    private static string ChangeIdOf(string subject) => "I" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)))[..40];
}

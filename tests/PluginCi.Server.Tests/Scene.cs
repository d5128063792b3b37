using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>A gate in full swing: one merged, one failing with others past it, one in conflict, one outside the window, one waiting.</summary>
internal sealed class Scene
{
    public const string HostileSubject = "<script>alert('subject')</script> & \"quotes\"";

    public required Change Merged { get; init; }

    public required Change Head { get; init; }

    public required Change Failing { get; init; }

    public required Change Behind { get; init; }

    public required Change Conflict { get; init; }

    public required Change Outside { get; init; }

    public required Change Waiting { get; init; }

    public required Change Checked { get; init; }

    public static async Task<Scene> PlayAsync(HandDrivenGate gate)
    {
        await gate.AddQueueAsync("site-a", "mediawiki-core", "mw-ext-maps", "mw-ext-math", "mw-ext-video");
        await gate.AddQueueAsync("service-c", "blubberoid");
        var merged = await gate.PushAsync("mediawiki-core", "Cache parsed titles");
        await gate.PrepareAsync(merged, "unit", "site-a-acceptance");
        await gate.EndAsync(merged, "unit");
        await gate.EndAsync(merged, "site-a-acceptance");
        await gate.MergeAsync(merged);

        var head = await gate.PushAsync("mw-ext-maps", "Draw the scale bar in miles where people expect them");
        var failing = await gate.PushAsync("mediawiki-core", "Make the parser faster by skipping what it should not skip", owner: "grace");
        var behind = await gate.PushAsync("mw-ext-math", HostileSubject, owner: "mallory");
        var conflict = await gate.PushAsync("mw-ext-video", "Rename the player", owner: "alan");
        await gate.PrepareAsync(head, "lint", "unit", "site-a-acceptance");
        await gate.EndAsync(head, "lint");
        await gate.EndAsync(head, "unit");
        await gate.StartAsync(head, "site-a-acceptance");
        await gate.PrepareAsync(failing, "unit", "site-a-acceptance");
        await gate.PrepareAsync(behind, "unit", "site-a-acceptance");
        await gate.EndAsync(failing, "unit", BuildResult.Failure, "Step 2 (tests/run.sh) ended with status 1.");
        await gate.PrepareAsync(behind, "unit", "site-a-acceptance");
        await gate.EndAsync(behind, "unit");
        await gate.StartAsync(behind, "site-a-acceptance");
        await gate.ConflictAsync(conflict, "README.md was changed by both");
        var outside = await gate.PushAsync("mw-ext-maps", "Add a legend");
        await gate.PushAsync("mediawiki-core", "Document the hooks");
        return new Scene
        {
            Merged = merged,
            Head = head,
            Failing = failing,
            Behind = behind,
            Conflict = conflict,
            Outside = outside,
            Waiting = await PushWaitingAsync(gate),
            Checked = await PushCheckedAsync(gate),
        };
    }

    private static async Task<Change> PushWaitingAsync(HandDrivenGate gate)
    {
        var unapproved = await gate.PushAsync("mw-ext-video", "Let the player take subtitles", Trigger.Patchset);
        await gate.PrepareAsync(unapproved, "check", [Job("unit")]);
        await gate.StartAsync(unapproved, "unit", "check");
        return await gate.PushAsync("mediawiki-core", "Show subtitles", dependsOn: [unapproved.Id.Value]);
    }

    private static async Task<Change> PushCheckedAsync(HandDrivenGate gate)
    {
        var first = await gate.PushAsync("blubberoid", "Split the policy reader", Trigger.Patchset);
        await gate.PrepareAsync(first, "check", [Job("unit"), Job("image")]);
        await gate.EndAsync(first, "unit", pipeline: "check");
        var second = await gate.PushAsync("blubberoid", "Read policies from a URL", Trigger.Patchset, gitParents: [first.Id.Value]);
        await gate.PrepareAsync(second, "check", [Job("unit"), new FrozenJob(new JobPlan { Name = "image", Needs = ["unit"] }), Job("style", isVoting: false)]);
        return second;
    }

    private static FrozenJob Job(string name, bool isVoting = true) => new(new JobPlan { Name = name, IsVoting = isVoting, Steps = [new ShellStep("true")] });
}

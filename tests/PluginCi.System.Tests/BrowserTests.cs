using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PluginCi.Systems;

/// <summary>The pages as a person sees them while the demo's gate is at work; none is loaded a second time.</summary>
public sealed class BrowserTests
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patiently = new() { Timeout = 60_000 };
    private static readonly LocatorAssertionsToContainTextOptions PatientText = new() { Timeout = 60_000 };

    [Fact]
    public async Task A_gate_at_work_can_be_watched()
    {
        using var scratch = new ScratchFolder();
        using var demo = RunningProduct.Demo(scratch.Path);
        var url = await demo.ReadAddressAsync();
        await using var browser = await Browser.StartAsync();
        var queues = await browser.OpenAsync(url);
        var narrow = await browser.OpenAsync(url, width: 390);

        try
        {
            await WatchQueueAsync(queues);
            await Browser.SaveAsync(queues, "queues");
            await Browser.SaveAsync(narrow, "queues-narrow");
            await WatchBuildAsync(queues, await browser.OpenAsync(url));
            await WatchEndsAsync(queues);
            await ReadChangeAsync(await browser.OpenAsync(url));
            await Browser.SaveAsync(queues, "queues-ended");
            await Browser.SaveAsync(narrow, "queues-narrow-ended");
        }
        catch (PlaywrightException trouble)
        {
            Assert.Fail($"{trouble.Message}\nThe demo {(demo.HasEnded ? "ended" : "runs")}; it said: {demo.Errors}");
        }
    }

    /// <summary>Items of the gate with their builds and what these are tested on top of.</summary>
    private static async Task WatchQueueAsync(IPage page)
    {
        await MarkAsync(page);
        var items = page.Locator("section[aria-label='Pipeline gate'] article.card");
        await Expect(items.Filter(new() { Has = page.Locator(".chip.running") }).First).ToBeVisibleAsync(Patiently);
        await Expect(items.Filter(new() { Has = page.Locator(".tested-on .plus") }).Nth(3)).ToBeVisibleAsync(Patiently);
        await Expect(page.Locator("section[aria-label='Pipeline gate'] article.cut-off").First).ToBeVisibleAsync(Patiently);
        await Expect(page.Locator("#live")).ToHaveTextAsync("live");
    }

    /// <summary>The build that never ends, from its first line to its time limit.</summary>
    private static async Task WatchBuildAsync(IPage queues, IPage build)
    {
        var item = queues.Locator("section[aria-label='Pipeline gate'] article.card").Filter(new() { HasText = "Wait for the player" });
        var chip = item.Locator("a.chip.running", new() { HasText = "unit" });
        await build.GotoAsync(new Uri(new Uri(queues.Url), await chip.GetAttributeAsync("href")).ToString());
        await MarkAsync(build);

        await Expect(build.Locator("h1")).ToContainTextAsync("unit");
        await Expect(build.Locator("#log[data-follow]")).ToContainTextAsync("python3 -m unittest discover -s tests", PatientText);
        await Browser.SaveAsync(build, "build-running");
        await Expect(build.Locator("h1 .badge")).Not.ToHaveTextAsync("running", new() { Timeout = 60_000 });
        Assert.True(await IsMarkedAsync(build), "The build's page was loaded again.");
        await Browser.SaveAsync(build, "build");
    }

    private static async Task WatchEndsAsync(IPage page)
    {
        var rows = page.Locator("section[aria-label='Recently ended'] tr");
        await Expect(rows.Filter(new() { HasText = "Render headings" }).First).ToContainTextAsync("merged", PatientText);
        await Expect(rows.Filter(new() { HasText = "Render fractions" }).First).ToContainTextAsync("unit failed", PatientText);
        await Expect(rows.Filter(new() { HasText = "Wait for the player" }).First).ToContainTextAsync("time limit", PatientText);
        Assert.True(await IsMarkedAsync(page), "The queues' page was loaded again.");
    }

    /// <summary>From the list of changes to one that needed another: its reports, builds and history.</summary>
    private static async Task ReadChangeAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Changes" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show captions" }).ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("Show captions");
        await Expect(page.Locator("h1 .badge")).ToHaveTextAsync("merged");
        await Expect(page.Locator("dl.facts")).ToContainTextAsync("Needs");
        await Expect(page.Locator("section[aria-label='Reports']")).ToContainTextAsync("Merged into main as");
        await Expect(page.Locator("section[aria-label='Builds']")).ToContainTextAsync("site-b-acceptance");
        await Expect(page.Locator("section[aria-label='History'] .kind").Filter(new() { HasText = "merged" })).ToBeVisibleAsync();
        await Browser.SaveAsync(page, "change");
    }

    private static async Task MarkAsync(IPage page) => await page.EvaluateAsync("window.isSamePage = true");

    private static async Task<bool> IsMarkedAsync(IPage page) => await page.EvaluateAsync<bool>("window.isSamePage === true");
}

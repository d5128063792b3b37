using Microsoft.Playwright;

namespace PluginCi.Systems;

/// <summary>Debian's chromium, without a window.</summary>
internal sealed class Browser : IAsyncDisposable
{
    // It talks to nobody but the page under test.
    private static readonly string[] Quiet =
    [
        "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<Browser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",

            // Chromium's own sandbox refuses to run as root.
            Args = Environment.UserName == "root" ? [.. Quiet, "--no-sandbox"] : Quiet,
        });
        return new Browser(playwright, browser);
    }

    public async Task<IPage> OpenAsync(string url, int width = 1280, int height = 800)
    {
        var page = await _browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = ColorScheme.Light,
        });
        page.SetDefaultTimeout(60_000);
        await page.GotoAsync(url);
        return page;
    }

    /// <summary>Saves a picture of a whole page below <c>artifacts/screenshots</c>.</summary>
    public static async Task SaveAsync(IPage page, string name) =>
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = SourceTree.PathTo("artifacts", "screenshots", $"{name}.png"), FullPage = true });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}

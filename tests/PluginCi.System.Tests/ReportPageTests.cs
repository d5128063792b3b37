using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PluginCi.Systems;

/// <summary>What a build says of its tests, as a person sees it: on its page, and in a report in HTML that means no good.</summary>
public sealed class ReportPageTests
{
    private const string Script =
        """
        #r "PluginCi.Dsl.dll"
        using static PluginCi.Dsl.Ci;

        return Project(Commit(Job("unit").Sh("exit 1").Tap("unit.tap").Lcov("lcov.info").Html("html", name: "seen")));
        """;

    private const string Page =
        """
        <!DOCTYPE html>
        <link rel="stylesheet" href="style.css">
        <p id="styled" onclick="document.title = 'clicked'">Report</p>
        <img id="picture" src="picture.svg" onload="document.title = 'loaded'">
        <script>document.title = 'ran'; fetch('/api/changes')</script>
        <script src="script.js"></script>
        <form id="form" action="/api/changes/git/1/approve" method="post"><input id="send" type="submit"></form>
        <a id="more" href="deep/more.html">more</a>
        """;

    [Fact]
    public async Task The_page_of_a_build_shows_its_tests_and_coverage_and_leads_to_a_report_whose_scripts_do_not_run()
    {
        using var scratch = new ScratchFolder();
        await SmallSite.FoundAsync(scratch, "", Script);
        using var server = RunningProduct.Server(scratch.Path);
        var url = await server.ReadAddressAsync();
        scratch.Write("hello/unit.tap", "1..2\nok 1 - adds\nnot ok 2 - subtracts\n");
        scratch.Write("hello/lcov.info", "SF:sum.c\nDA:1,1\nDA:2,0\nend_of_record\n");
        scratch.Write("hello/html/index.html", Page);
        scratch.Write("hello/html/style.css", "#styled { color: rgb(1, 2, 3) }");
        scratch.Write("hello/html/script.js", "document.title = 'ran'");
        scratch.Write("hello/html/picture.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='42' height='7'/>");
        scratch.Write("hello/html/deep/more.html", "<title>more</title>");
        await SmallSite.PushAsync(scratch.PathTo("hello"), "HEAD:refs/for/main", "Add it");
        var build = await WaitForBuildAsync(url);

        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync($"{url.TrimEnd('/')}{build}");
        await Expect(page.Locator("section[aria-label='Tests']")).ToContainTextAsync("1 passed, 1 failed, 0 skipped");
        await Expect(page.Locator("section[aria-label='Tests']")).ToContainTextAsync("unit.tap > subtracts");
        await Expect(page.Locator("section[aria-label='Coverage']")).ToContainTextAsync("50 % of the lines, 1 of 2");
        await Browser.SaveAsync(page, "build-reports");

        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(new Uri(request.Url).AbsolutePath);
        await page.GetByRole(AriaRole.Link, new() { Name = "look at it" }).ClickAsync();
        await Expect(page.Locator("#styled")).ToHaveCSSAsync("color", "rgb(1, 2, 3)");
        Assert.Equal(42, (await page.Locator("#picture").BoundingBoxAsync())!.Width);
        await page.Locator("#styled").ClickAsync();
        await page.Locator("#send").ClickAsync();
        await page.Locator("#more").ClickAsync();
        await Expect(page).ToHaveTitleAsync("more");
        await page.GoBackAsync();
        await Expect(page).ToHaveTitleAsync("");
        Assert.DoesNotContain(asked, path => path.StartsWith("/api/", StringComparison.Ordinal) || path.EndsWith(".js", StringComparison.Ordinal));
    }

    /// <returns>The page of the only build, once it has ended.</returns>
    private static async Task<string> WaitForBuildAsync(string url)
    {
        using var http = new HttpClient();
        var limit = RunningProduct.Soon;
        while (true)
        {
            var builds = await http.GetAsync(new Uri(new Uri(url), "/api/changes/git/1"), limit) is { IsSuccessStatusCode: true } answer
                ? (await answer.Content.ReadFromJsonAsync<JsonElement>(limit)).GetProperty("builds").EnumerateArray().ToArray() : [];
            if (builds is [var build, ..] && build.GetProperty("state").GetString() == "ended")
            {
                return build.GetProperty("url").GetString()!;
            }
        }
    }
}

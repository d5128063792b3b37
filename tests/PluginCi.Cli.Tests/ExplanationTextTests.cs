using System.Text.Json;

namespace PluginCi.Cli;

public sealed class ExplanationTextTests
{
    private const string Queued =
        """
        {
          "change": { "id": "git/4", "project": "maps", "subject": "Add a legend", "status": "open" },
          "decision": { "at": "2026-05-04T12:00:00Z", "queue": "site-a", "event": 7, "kind": "enqueued", "text": "git/4 is enqueued in gate." },
          "standings": [{
            "queue": "site-a", "pipeline": "gate", "submits": true, "length": 5, "waitsFor": "git/3, which it needs",
            "item": { "place": 3, "state": "testing", "testedOn": ["git/2"] },
            "freezes": [{ "scope": "all", "merges": "all", "isOfSite": false, "reason": "Release day.", "who": "grace", "since": "2026-05-04T11:00:00Z", "until": "2026-05-04T18:00:00Z", "queues": [] }],
            "soonest": "2026-05-04T18:00:00Z", "latest": "2026-05-04T18:20:00Z", "awaitsThaw": false
          }],
          "resets": [{ "at": "2026-05-04T12:05:00Z", "queue": "site-a", "event": 17, "kind": "reset", "text": "git/4 is tested anew in gate: git/3 ahead of it is failing." }],
          "builds": [{
            "build": { "id": "b1", "job": "unit", "attempt": 2, "state": "ended", "result": "success", "testedOn": ["git/2"], "isKept": true, "isFlaky": true },
            "commits": { "maps@main": "0123456789abcdef" }
          }],
          "reports": [{ "at": "2026-05-04T12:00:00Z", "pipeline": "gate", "kind": "start", "vote": 0, "message": "Starting gate.\nMore" },
                      { "at": "2026-05-04T12:01:00Z", "pipeline": "check", "kind": "success", "vote": 1, "message": "Passed." }],
          "decisions": []
        }
        """;

    [Fact]
    public void A_queued_change_is_explained_in_the_words_of_the_gate() => Assert.Equal(
        """
        git/4 of maps: Add a legend (open)
        2026-05-04 12:00:00Z  git/4 is enqueued in gate.

        in gate of site-a: place 3 of 5, testing, tested on tips + git/2
          waits for git/3, which it needs
          merges of all are frozen by grace until 2026-05-04 18:00:00Z: Release day.
          likely to merge between 2026-05-04 18:00:00Z and 2026-05-04 18:20:00Z

        what reset it:
          2026-05-04 12:05:00Z  git/4 is tested anew in gate: git/3 ahead of it is failing. (event 17)

        builds:
          b1 unit (try 2, kept over a reset, flaky): success, on tips + git/2; maps@main 0123456789

        votes and reports:
          2026-05-04 12:00:00Z  gate start: Starting gate.
          2026-05-04 12:01:00Z  check success +1: Passed.
        """,
        string.Join('\n', ExplanationText.Of(JsonSerializer.Deserialize<JsonElement>(Queued))));

    [Fact]
    public void A_freeze_without_an_end_is_not_followed_by_a_time()
    {
        const string frozen =
            """
            { "change": { "id": "git/4", "project": "maps", "subject": "Add a legend", "status": "open" },
              "standings": [{
                "queue": "site-a", "pipeline": "gate", "submits": true, "length": 1, "waitsFor": "", "item": { "place": 1, "state": "passed" },
                "freezes": [{ "scope": "all", "merges": "all", "isOfSite": false, "reason": "Broken.", "who": "grace", "since": "2026-05-04T11:00:00Z", "queues": [] }], "awaitsThaw": true
              }],
              "resets": [], "builds": [], "reports": [], "decisions": [] }
            """;
        Assert.Equal(
            ["  merges of all are frozen by grace: Broken.", "  likely to merge not before the thaw, for which no time is set"],
            ExplanationText.Of(JsonSerializer.Deserialize<JsonElement>(frozen)).TakeLast(2));
    }

    [Fact]
    public void A_change_that_waits_to_enter_says_for_what()
    {
        const string waiting =
            """
            { "change": { "id": "git/9", "project": "core", "subject": "Show subtitles", "status": "open" }, "waiting": "it needs git/8",
              "standings": [], "resets": [], "builds": [], "reports": [], "decisions": [] }
            """;
        Assert.Equal(["git/9 of core: Show subtitles (open)", "waits to enter: it needs git/8"], ExplanationText.Of(JsonSerializer.Deserialize<JsonElement>(waiting)));
    }
}

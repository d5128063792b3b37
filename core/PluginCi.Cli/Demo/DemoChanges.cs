using System.Collections.Immutable;

namespace PluginCi.Cli;

/// <summary>What the developers of the demo propose, in the order in which it is approved.</summary>
internal static class DemoChanges
{
    private const string Core = "mediawiki-core";
    private const string Maps = "mw-ext-maps";
    private const string Math = "mw-ext-math";
    private const string Video = "mw-ext-video";
    private const string Blubberoid = "blubberoid";

    public static ImmutableArray<DemoChange> All { get; } =
    [
        Good("ada", Core, "Render headings", ("wiki/headings.py", PythonFile("headings", "def heading(text):", "    return f\"<h2>{text.strip('= ')}</h2>\"")), ("tests/test_headings.py", PythonTest("wiki.headings", "heading", "'== Cats =='", "'<h2>Cats</h2>'"))),
        Good("ben", Maps, "Show a scale bar", ("scale.py", PythonFile("scale", "def bar(metres):", "    return f'<hr title=\"{metres} m\">'")), ("tests/test_scale.py", PythonTest("scale", "bar", "100", "'<hr title=\"100 m\">'"))),
        Bad("chi", Math, "Render fractions", "unit failed", ("fractions_.py", PythonFile("fractions", "def fraction(top, bottom=1):", "    return f'<mfrac>{bottom}{top}</mfrac>'")), ("tests/test_fractions.py", PythonTest("fractions_", "fraction", "3", "'<mfrac>31</mfrac>'"))),

        // The same line in two ways: the one that comes first is merged.
        Replace("ada", Core, "Name the skin Vector", "wiki/skin.py", "\"monobook\"", "\"vector\"") with { Rival = "Name the skin Minerva", RejectedFor = "wiki/skin.py conflicts" },
        Replace("dia", Core, "Name the skin Minerva", "wiki/skin.py", "\"monobook\"", "\"minerva\"") with { Rival = "Name the skin Vector", RejectedFor = "wiki/skin.py conflicts" },

        // Each passes alone; together a page would load four scripts where three are allowed.
        Replace("eve", Core, "Allow three scripts a page", "wiki/limits.py", "MAX_SCRIPTS = 4", "MAX_SCRIPTS = 3") with { Rival = "Cluster markers in the browser", RejectedFor = "site-a-acceptance failed" },
        Replace("ben", Maps, "Cluster markers in the browser", "extension.py", "\"tiles.js\"]", "\"tiles.js\", \"cluster.js\"]") with { Rival = "Allow three scripts a page", RejectedFor = "site-a-acceptance failed" },

        // Approved before what it needs is.
        Replace("eve", Video, "Show captions", "extension.py", "{html.escape(body)}\"></video>'", "{html.escape(body)}\">{wiki.caption(body)}</video>'", ("extension.py", "\"cat.webm\"></video>'", "\"cat.webm\">cat</video>'")) with { DependsOn = "Give extensions captions" },
        Replace("dia", Core, "Give extensions captions", "wiki/__init__.py", "    def render(self, text):", "    def caption(self, name):\n        return html.escape(name.rsplit(\".\", 1)[0])\n\n    def render(self, text):"),

        // A series of three commits in one push.
        Good("chi", Math, "Render roots", ("roots.py", PythonFile("roots", "def root(body):", "    return f'<msqrt>{body}</msqrt>'"))),
        Good("chi", Math, "Render powers", ("powers.py", PythonFile("powers", "def power(body):", "    return f'<msup>{body}</msup>'"))) with { Parent = "Render roots" },
        Good("chi", Math, "Test roots and powers", ("tests/test_roots.py", PythonTest("roots", "root", "'x'", "'<msqrt>x</msqrt>'")), ("tests/test_powers.py", PythonTest("powers", "power", "'x'", "'<msup>x</msup>'"))) with { Parent = "Render powers" },

        Replace("fay", Video, "Split the pipeline", ".pipeline/pipeline.csx", "Commit(unit)", "Commit(unti)") with { RejectedFor = ".pipeline/pipeline.csx(6,23): error CS0103" },
        Bad("ben", Video, "Wait for the player", "unit ran into its time limit", ("tests/test_player.py", "import time\nimport unittest\n\n\nclass PlayerTest(unittest.TestCase):\n    def test_the_player_starts(self):\n        while not hasattr(self, \"player\"):\n            time.sleep(0.1)\n")),

        // Shares nothing with the others, so it waits for none of them.
        Good("fay", Blubberoid, "Label images with their licence", ("labels", "LABEL licence=GPL-2.0-or-later\n")),
        Replace("fay", Blubberoid, "Test that empty lines are skipped", "tests/unit.sh", "if echo 'ruin", "expect \"an empty line is skipped\" \"$(printf '\\nrun: make\\n' | ./blubberoid.sh)\" \"RUN make\"\nif echo 'ruin"),
    ];

    private static DemoChange Good(string author, string project, string subject, params (string Path, string Text)[] files) => new()
    {
        Author = author,
        Project = project,
        Subject = subject,
        Edits = [.. files.Select(file => new DemoEdit(file.Path, null, file.Text))],
    };

    private static DemoChange Bad(string author, string project, string subject, string reason, params (string Path, string Text)[] files) =>
        Good(author, project, subject, files) with { RejectedFor = reason };

    private static DemoChange Replace(
        string author, string project, string subject, string path, string old, string text, params (string Path, string Old, string New)[] more) => new()
        {
            Author = author,
            Project = project,
            Subject = subject,
            Edits = [new DemoEdit(path, old, text), .. more.Select(edit => new DemoEdit(edit.Path, edit.Old, edit.New))],
        };

    private static string PythonFile(string name, string signature, string body) =>
        $"\"\"\"What pages show of {name}.\"\"\"\n\n\n{signature}\n{body}\n";

    private static string PythonTest(string module, string function, string argument, string expected) =>
        $"import unittest\n\nfrom {module} import {function}\n\n\nclass {function.ToUpperInvariant()}Test(unittest.TestCase):\n    def test_it_is_rendered(self):\n        self.assertEqual({expected}, {function}({argument}))\n";
}

using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>The variables of a build.</summary>
internal static class EnvironmentChecks
{
    private const string Secret = "PLUGINCI_CONFORMANCE_SECRET";

    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(Variables_have_the_values_that_were_given_whatever_is_in_them),
        new(Secrets_have_their_values_beside_the_other_variables_or_are_refused),
        new(The_executor_sets_path_home_and_locale_and_nothing_of_the_servers_own),
        new(Path_variables_are_absolute_paths_in_the_workspace),
    ];

    private static async Task Variables_have_the_values_that_were_given_whatever_is_in_them(ExecutorScene scene)
    {
        string[] values = ["it's $HOME \"here\"", "two\nlines", " spaces ", "", "a=b", "back\\slash`date`$(date)", "grün ✓", "*", "-n", "%s"];
        scene.Environment = values.Select((value, index) => KeyValuePair.Create($"V{index}", value)).ToImmutableSortedDictionary();

        var output = await scene.PassAsync(string.Join("\n", values.Select((_, index) => $"printf '%s\\n' \"${{V{index}+<$V{index}>}}\"")));

        Expect.Equal(string.Concat(values.Select(value => $"<{value}>\n")), string.Concat(output.Lines.Select(line => line + "\n")), "Values");
    }

    private static async Task Secrets_have_their_values_beside_the_other_variables_or_are_refused(ExecutorScene scene)
    {
        string[] values = ["it's $HOME \"here\"", "-----BEGIN\n  two \\ lines\n\n`date`$(date)\n", "grün ✓ * %s -n", new('k', 60_000)];
        scene.Environment = values.Select((value, index) => KeyValuePair.Create($"S{index}", value)).ToImmutableSortedDictionary().Add("PLAIN", "plain");
        var job = scene.Job(
            string.Join("\n", values[..^1].Select((_, index) => $"printf '%s\\n' \"<$S{index}>\"")), "echo \"${#S3} $PLAIN\"; [ -n \"$PATH\" ] && [ -n \"$HOME\" ] && echo set") with
        {
            Secrets = values.Select((_, index) => KeyValuePair.Create($"S{index}", $"secret-{index}")).ToImmutableSortedDictionary(),
        };
        if (scene.Subject.Executor.FindObstacle(job) is not null)
        {
            return;
        }

        var (outcome, output) = await scene.RunAsync(job);

        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message}\n{output.Text})");
        Expect.Equal(string.Concat(values[..^1].Select(value => $"<{value}>\n")) + "60000 plain\nset\n", string.Concat(output.Lines.Select(line => line + "\n")), "Values");
    }

    private static async Task The_executor_sets_path_home_and_locale_and_nothing_of_the_servers_own(ExecutorScene scene)
    {
        Environment.SetEnvironmentVariable(Secret, "the server's");
        try
        {
            var output = await scene.PassAsync(
                $"[ -z \"${{{Secret}+set}}\" ] && [ -n \"$PATH\" ] && touch \"$HOME/mine\" /tmp/mine && echo \"$HOME\"; case ${{LC_ALL:-$LANG}} in *UTF-8|*utf8) echo text ;; esac",
                "ls \"$HOME\" /tmp | grep -c mine");
            Expect.That(output.Lines is [['/', ..], "text", "2"], $"Variables and folders: {output.Text}");
        }
        finally
        {
            Environment.SetEnvironmentVariable(Secret, null);
        }
    }

    private static async Task Path_variables_are_absolute_paths_in_the_workspace(ExecutorScene scene)
    {
        scene.PathVariables = scene.PathVariables.Add("ODD", "it's a \"folder\"/grün");
        var outbox = scene.NewOutbox(".pluginci/return.json", "it's a \"folder\"/grün");
        var (outcome, output) = await scene.RunAsync(
            scene.Job("mkdir -p .pluginci \"it's a \\\"folder\\\"\"; cd /tmp; echo '{}' > \"$PLUGINCI_RETURN\"; echo odd > \"$ODD\"; printf '%.1s' \"$ODD\""), outbox: outbox);

        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message}\n{output.Text})");
        Expect.Equal("/", output.Lines[^1], "The first letter of a path variable");
        Expect.Equal("{}\n", await File.ReadAllTextAsync(Path.Combine(outbox.Folder, ".pluginci", "return.json")), "What was written through the variable");
        Expect.Equal("odd\n", await File.ReadAllTextAsync(Path.Combine(outbox.Folder, "it's a \"folder\"", "grün")), "What was written through the odd variable");
    }
}

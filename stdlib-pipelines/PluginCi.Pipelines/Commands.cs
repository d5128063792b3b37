namespace PluginCi.Pipelines;

/// <summary>Command lines that several recipes use.</summary>
internal static class Commands
{
    /// <summary>Runs a program with the files of a name, outside folders whose names begin with a dot; it is not run where there are none.</summary>
    /// <param name="pattern">The name, with <c>*</c>.</param>
    /// <param name="program">The program with its options.</param>
    /// <param name="each">True to run it once for each file.</param>
    public static string ForFiles(string pattern, string program, bool each = false) =>
        $"find . -path './.?*' -prune -o -name '{pattern}' -type f -print0 | xargs -0 -r {(each ? "-n 1" : "-n 100")} {program}";

    /// <summary>Makes an archive of all files of the project.</summary>
    public static string Archive { get; } = "mkdir -p dist\ntar --exclude=./dist --exclude='./.?*' -czf \"dist/$(basename \"$PLUGINCI_PROJECT\").tar.gz\" .";
}

using System.Collections.Immutable;
using System.Text;

namespace PluginCi.Import;

/// <summary>Writes a site as <c>site.csx</c>.</summary>
internal static class SiteWriter
{
    /// <summary>The text of the script.</summary>
    /// <param name="site">The site, with one repository or more.</param>
    /// <param name="origin">What it is from, for its first line.</param>
    public static string Write(FoundSite site, string origin)
    {
        var text = new StringBuilder("#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\n// Imported from ");
        text.Append(origin.ReplaceLineEndings(" ")).Append(".\nreturn Site(");
        IEnumerable<string> parts =
        [
            .. site.Repositories.Select(Repository),
            .. site.CycleQueues.Select(queue => $"Queue({Literal(queue)}).Cycles()"),
            .. site.Semaphores.Select(semaphore => $"Semaphore({Literal(semaphore.Name)}{(semaphore.Count == 1 ? "" : $", {semaphore.Count}")})"),
            .. site.Pipelines.Select(pipeline => $"Pipeline({Literal(pipeline.Name)}){pipeline.Verbs}"),
        ];
        return text.AppendJoin(",", parts.Select(part => $"\n    {part}")).Append(");\n").ToString();
    }

    private static string Repository(FoundRepository repository) =>
        $"Repository({Literal(repository.Name)}){(repository.Queue is { } queue ? $".Queue({Literal(queue)})" : "")}{Pipelines(repository.Pipelines)}";

    private static string Pipelines(ImmutableArray<string> names) => names.IsEmpty ? "" : $".Pipelines({string.Join(", ", names.Select(Literal))})";

    private static string Literal(string text) => CSharpText.Literal(text, 0, name => name);
}

using System.Globalization;
using PluginCi.Plugin;
using PluginCi.Plugins.Git.Review;

namespace PluginCi.Plugins.Git;

/// <summary>Records what the gate says as comments on changes, where waiting pushes read them.</summary>
internal sealed class GitReporter(ReviewState state) : IReporter
{
    public async Task ReportAsync(Report report, CancellationToken cancellationToken)
    {
        if (report.Change.Connection != ReviewFolder.Connection
            || !int.TryParse(report.Change.Number, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return;
        }

        var isKnown = await state.WriteAsync(session => session.FindChange(number) is not null && Add(session, number, report), cancellationToken);
        if (!isKnown)
        {
            throw new OutsideException($"There is no change {report.Change} to report on in {state.Folder.Repositories}.");
        }
    }

    private static bool Add(ReviewSession session, int number, Report report)
    {
        session.AddComment(new CommentRow
        {
            ReportKey = report.Key,
            Number = number,
            Patchset = report.Patchset,
            Pipeline = report.Pipeline,
            Kind = report.Kind,
            Message = report.Message,
            Vote = report.Vote,
            Url = report.Url.AbsoluteUri,
        });
        return true;
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Plugins.Git.Review;

/// <summary>Finds the changes that <c>Depends-On:</c> footers name.</summary>
internal static partial class DependencyNames
{
    /// <summary>Finds the changes of one footer.</summary>
    /// <param name="session">The review state.</param>
    /// <param name="name">A number, a change id, the address of a change's page, or a <c>Change-Id</c>, which may name several changes.</param>
    /// <returns>Their ids; empty when there is none. An id of another connection is taken as it is.</returns>
    public static IReadOnlyList<string> Find(ReviewSession session, string name)
    {
        if (ChangeKey().IsMatch(name))
        {
            return [.. session.ListByIdentity(name).Where(row => row.Status != ChangeStatus.Abandoned).Select(row => row.Id.Value)];
        }

        var id = PageAddress().Match(name) is { Success: true } page ? page.Groups[1].Value : name;
        var number = id.StartsWith($"{ReviewFolder.Connection}/", StringComparison.Ordinal) ? id[(ReviewFolder.Connection.Length + 1)..] : id;
        if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var found))
        {
            return session.FindChange(found) is { } row ? [row.Id.Value] : [];
        }

        return OtherConnection().IsMatch(id) && number == id ? [id] : [];
    }

    [GeneratedRegex("^I[0-9a-fA-F]{8,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex ChangeKey();

    [GeneratedRegex(@"^https?://.*/changes/([a-z0-9-]+/[^/?#]+)/?$", RegexOptions.CultureInvariant)]
    private static partial Regex PageAddress();

    [GeneratedRegex("^[a-z][a-z0-9-]*/[^/]+$", RegexOptions.CultureInvariant)]
    private static partial Regex OtherConnection();
}

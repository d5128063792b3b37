using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>What one build is about: a branch, and the change or the branch or tag that it is run for.</summary>
internal sealed record BuildSubject(ProjectBranch Target, Change? Change, RefUpdate? Ref)
{
    /// <summary>The subject of a build. A job of an item of several changes runs for some of them; the first of those gives the branch.</summary>
    public static BuildSubject Of(StartBuild wish)
    {
        var change = wish.Ref is null ? wish.Changes.FirstOrDefault(one => wish.Job.For.Contains(one.Id)) ?? wish.Changes[0] : null;
        var main = wish.Ref?.Target ?? change!.Target;
        var project = wish.Job.Project ?? main.Project;
        return new BuildSubject(project == main.Project ? main : new ProjectBranch(project, main.Branch), change, wish.Ref);
    }
}

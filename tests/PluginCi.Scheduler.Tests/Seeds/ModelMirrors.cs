using PluginCi.Git;
using PluginCi.Model;

namespace PluginCi.Scheduler.Seeds;

internal sealed class ModelMirrors(ModelGit git, Line line) : IGitMirrors
{
    public IGitMirror Of(ProjectName project) => new ModelMirror(git, line, project);
}

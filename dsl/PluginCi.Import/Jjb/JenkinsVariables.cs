namespace PluginCi.Import;

/// <summary>The variables that Jenkins and Zuul 2 set for a build, with what is the same here.</summary>
internal static class JenkinsVariables
{
    /// <summary>Whether the other system sets a variable, and the text of a shell that is the same here; null where nothing is.</summary>
    public static (bool IsPredefined, string? Value) Find(string name) => name switch
    {
        "WORKSPACE" => (true, "$PWD"),
        "JOB_NAME" or "JOB_BASE_NAME" => (true, "$PLUGINCI_JOB"),
        "BUILD_NUMBER" or "BUILD_ID" or "BUILD_TAG" or "ZUUL_UUID" => (true, "$PLUGINCI_BUILD"),
        "GIT_COMMIT" or "ZUUL_COMMIT" or "ZUUL_NEWREV" => (true, "$PLUGINCI_COMMIT"),
        "GIT_BRANCH" or "GIT_LOCAL_BRANCH" or "ZUUL_BRANCH" or "GERRIT_BRANCH" => (true, "$PLUGINCI_BRANCH"),
        "ZUUL_PROJECT" or "GERRIT_PROJECT" => (true, "$PLUGINCI_PROJECT"),
        "ZUUL_PIPELINE" => (true, "$PLUGINCI_PIPELINE"),
        "ZUUL_CHANGE" or "GERRIT_CHANGE_NUMBER" => (true, "$PLUGINCI_CHANGE"),
        "ZUUL_PATCHSET" or "GERRIT_PATCHSET_NUMBER" => (true, "$PLUGINCI_PATCHSET"),
        "ZUUL_REF" or "GERRIT_REFSPEC" => (true, "$PLUGINCI_REF"),
        "BUILD_URL" or "JOB_URL" or "JENKINS_URL" or "NODE_NAME" or "NODE_LABELS" or "EXECUTOR_NUMBER" or "ZUUL_URL" or "ZUUL_CHANGES" or "ZUUL_CHANGE_IDS" or "ZUUL_OLDREV" or "ZUUL_VOTING" => (true, null),
        _ => (false, null),
    };
}

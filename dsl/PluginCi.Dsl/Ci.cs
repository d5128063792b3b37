using System.Runtime.CompilerServices;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>Everything a pipeline script begins with: <c>using static PluginCi.Dsl.Ci;</c>.</summary>
public static class Ci
{
    /// <summary>A job: named steps that run in a fresh workspace. It has no steps yet.</summary>
    /// <param name="name">Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, unique in the project; what people read in reports.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The job.</returns>
    /// <example><code>var unit = Job("unit").Sh("python3 -m unittest");</code></example>
    public static Job Job(string name, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(new JobPlan { Name = name ?? "", DeclaredAt = new Place(path, line).ToString() }, [], [], [], new Place(path, line));

    /// <summary>A release of Debian, with its essential packages alone. A server makes it once, from the packages of the day, and keeps it for all jobs that name the same.</summary>
    /// <param name="suite">The code name of the release.</param>
    /// <returns>The environment.</returns>
    /// <example><code>var linux = Debian("bookworm").Apt("build-essential");</code></example>
    public static DebianEnvironment Debian(string suite) => new(new DebianPlan(suite ?? "", []));

    /// <summary>An image of a registry: steps see its files and its environment variables, read-only; its entry point is not run.</summary>
    /// <param name="reference">Its name and its digest; a tag alone may be another image tomorrow. <c>skopeo inspect docker://NAME:TAG</c> tells the digest.</param>
    /// <returns>The environment.</returns>
    /// <example><code>var go = Image("registry.example.org/ci/go@sha256:3b5a8f2c0d1e4f6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c");</code></example>
    public static BuildEnvironment Image(string reference) => new(new ImagePlan(reference ?? ""));

    /// <summary>The services that a job can have beside its steps; see <see cref="Job.Service"/>.</summary>
    /// <example><code>Job("api").Service(Service.PostgreSql("15")).Sh("make test-api")</code></example>
    public static ServiceKinds Service { get; } = new();

    /// <summary>The registries that a job can have its dependencies from; see <see cref="Job.Dependencies"/>.</summary>
    /// <example><code>Job("web").Dependencies(Registry.Npm).Sh("npm ci &amp;&amp; npm test")</code></example>
    public static RegistryKinds Registry { get; } = new();

    /// <summary>One job for each value.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="values">The values.</param>
    /// <param name="job">Makes the job of a value; its name must hold the value.</param>
    /// <returns>The jobs, in the order of the values.</returns>
    /// <example><code>var units = Matrix(["3.9", "3.11"], version => Job($"unit-{version}").Sh($"tox -e py{version}"));</code></example>
    public static JobSet Matrix<T>(IEnumerable<T> values, Func<T, Job> job) => new(MatrixJobs.Make(values, job));

    /// <summary>Jobs that belong together, on one system: for libraries of recipes, and for what a script does more than once.</summary>
    /// <param name="system">The system of those jobs that name none; null for the programs of the machine that they run on.</param>
    /// <param name="jobs">The jobs.</param>
    /// <returns>The recipe.</returns>
    /// <example><code>var docs = Recipe(Debian("bookworm").Apt("pandoc"), Job("html").Sh("make html"), Job("links").Sh("make links"));</code></example>
    public static Recipe Recipe(BuildEnvironment? system, params Job[] jobs) => new(system, [.. jobs]);

    /// <summary>The stage that builds artifacts and runs quick tests: no services, no other project's code.</summary>
    /// <param name="jobs">Its jobs; they run in every pipeline that tests changes.</param>
    /// <returns>A part of the project.</returns>
    /// <example><code>return Project(Commit(lint, unit));</code></example>
    public static Selection Commit(params JobSet[] jobs) => new(null, Stage.Commit, jobs);

    /// <summary>The stage of checks of the code that are too slow, or need too much, for the commit stage: analyses, audits, coverage. They run beside the others, and may have services.</summary>
    /// <param name="jobs">Its jobs; they run in every pipeline that tests changes.</param>
    /// <returns>A part of the project.</returns>
    /// <example><code>return Project(Commit(unit), Health(Job("analysis").NonVoting().Sh("make analyse")));</code></example>
    public static Selection Health(params JobSet[] jobs) => new(null, Stage.Health, jobs);

    /// <summary>The stage that tests for the developers how what the commit stage built works with what it is used with, such as a database.</summary>
    /// <param name="jobs">Its jobs; they run in every pipeline that tests changes.</param>
    /// <returns>A part of the project.</returns>
    /// <example><code>return Project(Commit(unit), Integration(Job("database").Service(Service.PostgreSql("15")).Sh("make test-database")));</code></example>
    public static Selection Integration(params JobSet[] jobs) => new(null, Stage.Integration, jobs);

    /// <summary>The stage that tests what the commit stage built, as its users will have it.</summary>
    /// <param name="jobs">Its jobs; they run in every pipeline that tests changes.</param>
    /// <returns>A part of the project.</returns>
    /// <example><code>return Project(Commit(unit), Acceptance(api));</code></example>
    public static Selection Acceptance(params JobSet[] jobs) => new(null, Stage.Acceptance, jobs);

    /// <summary>The stage that gives what was built to an environment: the very artifacts that its jobs fetch, by their digests, and nothing is built again. It runs only in pipelines of the
    /// site for what was merged, <c>On(RefUpdated)</c>, and there after all of the stages that test and after the environments that the script returns before.</summary>
    /// <param name="environment">An environment of the site that the project may promote to.</param>
    /// <param name="jobs">Its jobs, which look whether what they fetch is good enough; when one passes, what it fetched is promoted.</param>
    /// <returns>A part of the project.</returns>
    /// <example><code>return Project(Commit(build), Promote("staging", Job("check").Fetch(build, "dist").Sh("./check dist")));</code></example>
    public static Selection Promote(string environment, params JobSet[] jobs) => new(Stage.Promote, environment ?? "", jobs);

    /// <summary>The stage that rolls out what was promoted to an environment: its jobs are given no artifact that was not. It runs where and after what <see cref="Promote"/> does, one job
    /// for an environment at a time.</summary>
    /// <param name="environment">An environment of the site that the project may deploy to.</param>
    /// <param name="jobs">Its jobs; they may have secrets.</param>
    /// <returns>A part of the project.</returns>
    /// <example><code>return Project(Commit(build), Promote("staging", api), Deploy("staging", Job("roll-out").Fetch(build, "dist").Sh("./roll-out dist")));</code></example>
    public static Selection Deploy(string environment, params JobSet[] jobs) => new(Stage.Deploy, environment ?? "", jobs);

    /// <summary>Jobs that run in one pipeline only.</summary>
    /// <param name="pipeline">A pipeline of the site, for example <c>check</c>, <c>gate</c> or <c>post</c>.</param>
    /// <param name="jobs">The jobs.</param>
    /// <returns>A part of the project.</returns>
    /// <example><code>return Project(Commit(unit), In("gate", slow));</code></example>
    public static Selection In(string pipeline, params JobSet[] jobs) => new(pipeline, Stage.Commit, jobs);

    /// <summary>The jobs of a template of the site, beside those of this script.</summary>
    /// <param name="name">The template's name in <c>site.csx</c>.</param>
    /// <returns>A part of the project.</returns>
    /// <example><code>return Project(FromTemplate("service"), Commit(unit));</code></example>
    public static Selection FromTemplate(string name) => new(name ?? "");

    /// <summary>What the script of a project returns.</summary>
    /// <param name="parts">Its stages and pipelines; one or more.</param>
    /// <returns>The project.</returns>
    /// <example><code>return Project(Commit(unit));</code></example>
    public static Project Project(params Selection[] parts) => new(parts);

    /// <summary>A project of the site.</summary>
    /// <param name="name">Its name at its connection, for example <c>mediawiki/core</c>.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The repository: connection <c>git</c>, default branch <c>main</c>.</returns>
    /// <example><code>var core = Repository("mediawiki-core").Branch("master");</code></example>
    public static Repository Repository(string name, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(new ProjectPlan(new ProjectName(name ?? "")), isPattern: false, new Place(path, line));

    /// <summary>All projects whose names fit a pattern, also those that come to be later: such a project is in CI with its first push, and with the rights of code that nobody has reviewed. A project
    /// that the site names by itself is not one of them; of several patterns the first counts.</summary>
    /// <param name="pattern">A glob of names at the connection: <c>*</c> within a folder, <c>**</c> across folders.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The repositories: connection <c>git</c>, default branch <c>main</c>.</returns>
    /// <example><code>return Site(Repositories("tools/*"), Repository("tools/deploy").Branch("master"));</code></example>
    public static Repository Repositories(string pattern, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(new ProjectPlan(new ProjectName(pattern ?? "")), isPattern: true, new Place(path, line));

    /// <summary>Jobs that projects share: those that the site gives it by <see cref="Dsl.Repository.Uses"/>, and those that name it in their scripts by <see cref="FromTemplate"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parts">Stages and pipelines with their jobs, as in a project.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The template.</returns>
    /// <example><code>var service = Template("service", [Commit(Job("unit").Sh("make test")), In("gate", Job("slow").Sh("make slow"))]);
    /// return Site(service, Repositories("services/*").Uses(service));</code></example>
    public static Template Template(string name, Selection[] parts, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(name ?? "", [.. parts ?? []], new Place(path, line));

    /// <summary>Jobs that the site adds to those of its projects, after their scripts: no repository can remove, rename, skip or weaken them.</summary>
    /// <param name="jobs">The jobs. They run in the checkout of the project; what they run should be their own commands, and no file of the repository that they judge.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The enforcement, for all projects and pipelines.</returns>
    /// <example><code>return Site(core, Enforce([Job("markers").On(Debian("bookworm").Apt("git")).Sh("! git grep -nE '^(&lt;&lt;&lt;&lt;&lt;&lt;&lt;|&gt;&gt;&gt;&gt;&gt;&gt;&gt;) '")]));</code></example>
    public static Enforced Enforce(JobSet[] jobs, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new([.. (jobs ?? []).SelectMany(set => set.Jobs)], [], [], new Place(path, line));

    /// <summary>What holds for the jobs of repositories, whatever their scripts say.</summary>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The policy; it has no effect yet.</returns>
    /// <example><code>Policy("bounds").AtMost(timeout: Minutes(60), memory: GiB(4))</code></example>
    public static Policy Policy(string name, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(new PolicyPlan { Name = name ?? "", DeclaredAt = new Place(path, line).ToString() }, new Place(path, line));

    /// <summary>A repo group: projects that are deployed together, so that a change of one is tested with the others.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="members">The projects; one or more.</param>
    /// <returns>The group. Projects that share a group, also through others, share a gate queue.</returns>
    /// <example><code>var site = Group("site-a", core, maps).Acceptance(Job("site-a-acceptance").Sh("core/tests/site.sh"));</code></example>
    public static Group Group(string name, params Repository[] members) => new(name ?? "", [.. members], []);

    /// <summary>A pipeline of the site. It is independent and is triggered by nothing yet.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The pipeline.</returns>
    /// <example><code>var check = Pipeline("check").Independent().On(Patchset, Recheck).Votes(success: 1, failure: -1);</code></example>
    public static Pipeline Pipeline(string name, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(new PipelinePlan { Name = name ?? "", Manager = PipelineManager.Independent, On = [] }, new Place(path, line));

    /// <summary>What holds for one gate queue.</summary>
    /// <param name="name">Its name: what its repositories name, else the first of their groups, else the repository itself.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The queue; it refuses changes that need each other and knows no topics.</returns>
    /// <example><code>return Site(siteA, Queue("site-a").Cycles().Topics());</code></example>
    public static Queue Queue(string name, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(new QueuePlan(name ?? ""), new Place(path, line));

    /// <summary>A limit on how many builds use something at once, over all queues and pipelines.</summary>
    /// <param name="name">Its name, which jobs give to <c>.Semaphore(…)</c>.</param>
    /// <param name="count">How many builds may hold it at once, 1 or more. Default 1.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>A part of the site.</returns>
    /// <example><code>return Site(core, Semaphore("database", 2));</code></example>
    public static Semaphore Semaphore(string name, int count = 1, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(name ?? "", count, new Place(path, line));

    /// <summary>Grants a secret of the server to builds of reviewed code. Its value is on the server, see <c>secrets</c> in <c>pluginci.yaml</c>; without a grant nobody has it.</summary>
    /// <param name="name">The secret's name, which jobs give to <c>.Secret(…)</c>.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The grant; it is for nobody yet.</returns>
    /// <example><code>return Site(core, Secret("pypi-upload").For("tools/*").In("gate"));</code></example>
    public static Secret Secret(string name, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(new SecretGrant(name ?? "", [], []), new Place(path, line));

    /// <summary>A place that projects promote and deploy what they built to. Without one nothing is promoted or deployed.</summary>
    /// <param name="name">Its name, which scripts give to <see cref="Promote"/> and <see cref="Deploy"/>.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The environment; no project may use it yet.</returns>
    /// <example><code>return Site(core, Pipeline("post").Supercedent().On(RefUpdated), Environment("staging").For("core"), Environment("production").For("core").After("staging"));</code></example>
    public static ReleaseEnvironment Environment(string name, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(new ReleaseEnvironmentPlan { Name = name ?? "" }, new Place(path, line));

    /// <summary>A stop of merges: changes are still checked, and an approved one waits, keeps its approval and enters the gate by itself when the freeze ends.</summary>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="reason">Why; those who wait read it, and it stays in the history of the site.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The freeze of all projects but the config project, for as long as the site has it.</returns>
    /// <example><code>return Site(core, maps, Freeze("release-1.45", reason: "the branch is being cut").For("core").Branches("main").Until("2026-11-02T06:00Z"));</code></example>
    public static Freeze Freeze(string name, string reason, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(new FreezePlan { Name = name ?? "", Reason = reason ?? "", DeclaredAt = new Place(path, line).ToString() }, null, null, new Place(path, line));

    /// <summary>A limit on how many builds of projects run at once, over all queues and pipelines. A build that more than one counts needs room in each.</summary>
    /// <param name="name">Its name, which a build that waits for it tells.</param>
    /// <param name="builds">How many builds may run at once, 1 or more.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The quota of all projects together.</returns>
    /// <example><code>return Site(core, Repositories("tools/*"), Quota("tools", builds: 10).For("tools/*"));</code></example>
    public static Quota Quota(string name, int builds, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(new QuotaPlan(name ?? "", builds, []), new Place(path, line));

    /// <summary>Tells people of reports by a connection of the server that notifies, besides in the review system. Without one nobody else is told.</summary>
    /// <param name="connection">The connection's name in <c>pluginci.yaml</c>.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>The rule: of all projects and pipelines, where a change fails, conflicts or is refused.</returns>
    /// <example><code>return Site(core, Notify("releases").For("core").In("gate").On(ReportKind.Failure, ReportKind.Conflict));</code></example>
    public static Notify Notify(string connection, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(connection ?? "", new Place(path, line));

    /// <summary>What reports are about; see <see cref="Notify.On"/>.</summary>
    /// <example><code>Notify("releases").In("gate").On(ReportKind.Failure)</code></example>
    public static ReportKinds ReportKind { get; } = new();

    /// <summary>Files by their paths, for the key of a <c>.Cache(…)</c>.</summary>
    /// <param name="globs">Paths from the folder that steps start in, with <c>*</c> and <c>**</c>.</param>
    /// <returns>The files.</returns>
    /// <example><code>Job("unit").Cache("~/.m2", key: Files("**/pom.xml"))</code></example>
    public static FileSet Files(params string[] globs) => new([.. globs.Select(glob => glob ?? "")]);

    /// <summary>The hosts that builds may reach where their jobs ask for them by <c>.Network(…)</c>. Without it no build has a network.</summary>
    /// <param name="reviewed">Hosts for builds of what was merged, or was approved in a gate, alone. In the form that <c>.Network(…)</c> takes.</param>
    /// <param name="unreviewed">Hosts for all builds, also of changes that nobody has looked at.</param>
    /// <param name="inside">Of these the ones that may have an address of this machine or of its private network. Addresses of the link, such as 169.254.169.254, are never reached.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>A part of the site.</returns>
    /// <example><code>return Site(core, Egress(reviewed: ["repo.example.org"], unreviewed: ["pypi.org"], inside: ["repo.example.org"]));</code></example>
    public static Egress Egress(
        string[]? reviewed = null, string[]? unreviewed = null, string[]? inside = null, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new(
            new EgressPlan
            {
                Reviewed = [.. (reviewed ?? []).Select(NetworkRules.Canonical)],
                Unreviewed = [.. (unreviewed ?? []).Select(NetworkRules.Canonical)],
                Inside = [.. (inside ?? []).Select(NetworkRules.Canonical)],
            },
            new Place(path, line));

    /// <summary>The registries that the site's builds may have dependencies from. Without it these are the public ones, all of them.</summary>
    /// <param name="registries">The registries, each kind once; one without <c>.At(…)</c> is the public one. None for no dependencies at all.</param>
    /// <param name="path">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>A part of the site.</returns>
    /// <example><code>return Site(core, Registries([Registry.Debian, Registry.Npm.At("https://nexus.example.org/repository/npm/")]));</code></example>
    public static Registries Registries(RegistryAddress[] registries, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) =>
        new([.. (registries ?? []).Select(registry => registry.Plan)], new Place(path, line));

    /// <summary>What <c>site.csx</c> returns.</summary>
    /// <param name="parts">Repositories, groups, pipelines, queues and semaphores in any order; the repositories of groups are included by themselves. Without any
    /// pipeline the site has the usual two, <c>check</c> and <c>gate</c>.</param>
    /// <returns>The site.</returns>
    /// <example><code>return Site(siteA, siteB, Repository("docs"));</code></example>
    public static Site Site(params SitePart[] parts) => new([.. parts], reusesResults: true);

    /// <summary>A new change or a new patchset of one; a trigger of pipelines.</summary>
    /// <example><code>Pipeline("check").On(Patchset, Recheck)</code></example>
    public static Trigger Patchset => Trigger.Patchset;

    /// <summary>A change got all votes it needs; a trigger of pipelines.</summary>
    /// <example><code>Pipeline("gate").Dependent().On(Approved).RequireApproval()</code></example>
    public static Trigger Approved => Trigger.Approved;

    /// <summary>Somebody asked for another run; a trigger of pipelines.</summary>
    /// <example><code>Pipeline("experimental").On(Recheck)</code></example>
    public static Trigger Recheck => Trigger.Recheck;

    /// <summary>An abandoned change was taken up again; a trigger of pipelines.</summary>
    /// <example><code>Pipeline("check").On(Patchset, Restored)</code></example>
    public static Trigger Restored => Trigger.Restored;

    /// <summary>A branch moved: the gate merged, somebody pushed, or a project it is built from was merged; a trigger of pipelines.</summary>
    /// <example><code>Pipeline("post").Supercedent().On(RefUpdated)</code></example>
    public static Trigger RefUpdated => Trigger.RefUpdated;

    /// <summary>A tag was pushed; a trigger of pipelines.</summary>
    /// <example><code>Pipeline("release").On(Tag)</code></example>
    public static Trigger Tag => Trigger.Tag;

    /// <summary>The pipeline's schedule; a trigger of pipelines, which <c>.Schedule(…)</c> brings by itself.</summary>
    /// <example><code>Pipeline("nightly").On(Timer).Schedule("0 0 3 * * ?")</code></example>
    public static Trigger Timer => Trigger.Timer;

    /// <summary>An operator's command; a trigger for pipelines that nothing else triggers. Operators may enqueue in any pipeline.</summary>
    /// <example><code>Pipeline("by-hand").On(Manual)</code></example>
    public static Trigger Manual => Trigger.Manual;

    /// <summary>A new patchset of a rejected change needs a new approval; a rule for <c>.OnNewPatchset(…)</c>.</summary>
    /// <example><code>Pipeline("gate").Dependent().OnNewPatchset(AskAgain)</code></example>
    public static NewPatchsetRule AskAgain => NewPatchsetRule.AskAgain;

    /// <summary>A new patchset of a rejected change goes on with the approval of the rejected one; a rule for <c>.OnNewPatchset(…)</c>.</summary>
    /// <example><code>Pipeline("gate").Dependent().OnNewPatchset(KeepApproval)</code></example>
    public static NewPatchsetRule KeepApproval => NewPatchsetRule.KeepApproval;

    /// <summary>A new patchset needs a new approval unless it is a mere rebase or changes no code; a rule for <c>.OnNewPatchset(…)</c>.</summary>
    /// <example><code>Pipeline("gate").Dependent().OnNewPatchset(AskAgainIfReworked)</code></example>
    public static NewPatchsetRule AskAgainIfReworked => NewPatchsetRule.AskAgainIfReworked;

    /// <summary>A step of a window by addition.</summary>
    /// <param name="items">How many items are added or taken away, 1 or more.</param>
    /// <returns>The step.</returns>
    /// <example><code>Pipeline("gate").Dependent().Window(grow: By(2))</code></example>
    public static WindowStep By(int items) => new(WindowStepKind.Linear, items);

    /// <summary>A step of a window by multiplication.</summary>
    /// <param name="factor">By what it is multiplied or divided, 1 or more.</param>
    /// <returns>The step.</returns>
    /// <example><code>Pipeline("gate").Dependent().Window(shrink: Times(4))</code></example>
    public static WindowStep Times(int factor) => new(WindowStepKind.Exponential, factor);

    /// <summary>A time of minutes.</summary>
    /// <param name="minutes">How many; fractions are fine.</param>
    /// <returns>The time.</returns>
    /// <example><code>Job("slow").Timeout(Minutes(90))</code></example>
    public static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    /// <summary>A time of seconds.</summary>
    /// <param name="seconds">How many; fractions are fine.</param>
    /// <returns>The time.</returns>
    /// <example><code>Job("quick").Timeout(Seconds(30))</code></example>
    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>A number of bytes, in mebibytes.</summary>
    /// <param name="mebibytes">How many times 1,048,576 bytes.</param>
    /// <returns>The bytes.</returns>
    /// <example><code>Job("big").Limits(memory: MiB(512))</code></example>
    public static long MiB(double mebibytes) => (long)(mebibytes * (1L << 20));

    /// <summary>A number of bytes, in gibibytes.</summary>
    /// <param name="gibibytes">How many times 1,073,741,824 bytes.</param>
    /// <returns>The bytes.</returns>
    /// <example><code>Job("big").Limits(memory: GiB(4))</code></example>
    public static long GiB(double gibibytes) => (long)(gibibytes * (1L << 30));
}

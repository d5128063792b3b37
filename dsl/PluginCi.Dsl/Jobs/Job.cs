using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A job. A value: every verb gives a new one and leaves this one as it is.</summary>
public sealed class Job
{
    // An image of Debian with a language takes about a third of it.
    private const long DiskForImages = 4L << 30;

    internal Job(JobPlan plan, ImmutableArray<Job> needs, ImmutableArray<Job> softNeeds, ImmutableArray<BuildService> services, Place declaredAt)
    {
        Services = services;
        Plan = plan;
        Needs = needs;
        SoftNeeds = softNeeds;
        DeclaredAt = declaredAt;
    }

    internal JobPlan Plan { get; }

    internal ImmutableArray<Job> Needs { get; }

    internal ImmutableArray<Job> SoftNeeds { get; }

    internal ImmutableArray<BuildService> Services { get; }

    internal Place DeclaredAt { get; }

    /// <summary>Starts only when other jobs have passed.</summary>
    /// <param name="jobs">Jobs of the same project.</param>
    /// <returns>The job with these needs added.</returns>
    /// <example><code>Job("api").After(build).Sh("tests/api.sh")</code></example>
    public Job After(params JobSet[] jobs) => new(Plan, [.. Needs, .. jobs.SelectMany(set => set.Jobs)], SoftNeeds, Services, DeclaredAt);

    /// <summary>Starts only when other jobs have passed, as far as they run for the change at all.</summary>
    /// <param name="jobs">Jobs of the same project. One that runs must pass; one that does not run is not waited for.</param>
    /// <returns>The job with these needs added.</returns>
    /// <example><code>Job("package").SoftAfter(docs).Sh("make package")</code></example>
    public Job SoftAfter(params JobSet[] jobs) => new(Plan, Needs, [.. SoftNeeds, .. jobs.SelectMany(set => set.Jobs)], Services, DeclaredAt);

    /// <summary>Starts only when another job has passed and returned <c>true</c> for a key of its data; else it is left out, which is no failure.</summary>
    /// <param name="job">A job of the same project. It returns data by writing a JSON object to the file named by <c>PLUGINCI_RETURN</c>.</param>
    /// <param name="key">The key.</param>
    /// <returns>The job with the condition, in place of an earlier one, and the need added. What needs it is left out with it; what softly needs it is not.</returns>
    /// <example><code>Job("docs").OnlyIf(look, "docs").Sh("make docs")</code></example>
    public Job OnlyIf(Job job, string key)
    {
        ArgumentNullException.ThrowIfNull(job);
        return After(job).With(Plan with { OnlyIf = new JobCondition(job.Plan.Name, key ?? "") });
    }

    /// <summary>Hands files on, once all steps have passed, to jobs that fetch them; people find them on the build's page.</summary>
    /// <param name="files">A path from the folder that steps start in, with <c>*</c> and <c>**</c>; at least one file must fit. Links are left out.</param>
    /// <param name="name">The artifact's name. Publishing with the same name again adds files to it.</param>
    /// <returns>The job with the artifact.</returns>
    /// <example><code>Job("build").Sh("make").Publish("dist/**", name: "dist")</code></example>
    public Job Publish(string files, string name) => WithArtifact(files ?? "", name ?? "", isReport: false);

    /// <summary>Keeps a folder of HTML that people look at from the build's page, also when a step failed. Scripts in it do not run.</summary>
    /// <param name="folder">The folder, from the one that steps start in. When all steps have passed, there must be a file in it.</param>
    /// <param name="name">Its name, which is that of an artifact.</param>
    /// <returns>The job with the report.</returns>
    /// <example><code>Job("unit").Sh("pytest --cov --cov-report=html").Html("htmlcov", name: "coverage")</code></example>
    public Job Html(string folder, string name) => WithArtifact($"{folder?.TrimEnd('/')}/**", name ?? "", isReport: true);

    /// <summary>Starts only when another job has passed, with the files of one of its artifacts where that job had them.</summary>
    /// <param name="job">A job of the same project that publishes the artifact.</param>
    /// <param name="artifact">The artifact's name.</param>
    /// <returns>The job with the artifact and the need added.</returns>
    /// <example><code>Job("api").Fetch(build, "dist").Sh("tests/api.sh dist/app")</code></example>
    public Job Fetch(Job job, string artifact)
    {
        ArgumentNullException.ThrowIfNull(job);
        return After(job).With(Plan with { Fetches = Plan.Fetches.Add(new FetchPlan(job.Plan.Name, artifact ?? "")) });
    }

    /// <summary>Runs a command line with <c>/bin/sh -e</c> in the project's folder.</summary>
    /// <param name="command">The command line; several lines are fine.</param>
    /// <returns>The job with this step added. The first step that fails ends the job.</returns>
    /// <example><code>Job("unit").Sh("make test")</code></example>
    public Job Sh(string command) => With(Plan with { Steps = Plan.Steps.Add(new ShellStep(command ?? "")) });

    /// <summary>Runs a file of the repository as a program.</summary>
    /// <param name="path">The file, relative to the project's folder; it must be executable.</param>
    /// <returns>The job with this step added.</returns>
    /// <example><code>Job("system").Script("ci/system-tests.sh")</code></example>
    public Job Script(string path) => With(Plan with { Steps = Plan.Steps.Add(new ScriptStep(path ?? "")) });

    /// <summary>Makes an image of a variant of a Blubber file, with the files of the repository. The job runs on Debian with <c>buildah</c> unless it says otherwise by <c>On</c>, and on an executor that makes images, with 4 GiB of disk unless <c>Limits</c> says more, or says otherwise behind it.</summary>
    /// <param name="variant">A variant of the file.</param>
    /// <param name="file">The file, below <c>.pipeline</c>.</param>
    /// <returns>The job with this step added. The hosts that the variant installs from are added to those of <c>Network</c>.</returns>
    /// <example><code>Job("image").BuildImage("production")</code></example>
    public Job BuildImage(string variant, string file = PipelineFiles.Blubber) => WithImage($"build image {variant}", new ImageSource(file ?? "", variant ?? ""));

    /// <summary>Runs what an image of a variant runs, as the account that the image says, in a container of its own; makes the image first, if no step before has.</summary>
    /// <param name="variant">A variant of the file.</param>
    /// <param name="arguments">What the program of the image is given behind its own arguments. Default none.</param>
    /// <param name="file">The file, below <c>.pipeline</c>.</param>
    /// <returns>The job with this step added.</returns>
    /// <example><code>Job("unit").RunImage("test", ["--verbose"])</code></example>
    public Job RunImage(string variant, string[]? arguments = null, string file = PipelineFiles.Blubber) =>
        WithImage($"run image {string.Join(' ', [variant, .. arguments ?? []])}", new ImageSource(file ?? "", variant ?? "") { Arguments = [.. arguments ?? []] });

    /// <summary>Makes an image of a variant, if no step before has, and hands it on as a file, <c>images/NAME.tar</c>, an OCI archive: exactly that image is tested and promoted later.</summary>
    /// <param name="variant">A variant of the file.</param>
    /// <param name="name">The artifact's name.</param>
    /// <param name="file">The file, below <c>.pipeline</c>.</param>
    /// <returns>The job with this step and the artifact.</returns>
    /// <example><code>Job("image").PublishImage("production", name: "image")</code></example>
    public Job PublishImage(string variant, string name, string file = PipelineFiles.Blubber)
    {
        var archive = $"images/{name}.tar";
        return WithImage($"publish image {variant}", new ImageSource(file ?? "", variant ?? "") { Archive = archive }).Publish(archive, name);
    }

    /// <summary>Says which system the steps see; they see nothing of the machine that they run on.</summary>
    /// <param name="environment">The system.</param>
    /// <returns>The job on that system. Without it, steps see the programs of the machine that they run on.</returns>
    /// <example><code>Job("unit").On(Debian("bookworm").Apt("tox")).Sh("tox")</code></example>
    public Job On(BuildEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return With(Plan with { RunsIn = environment.Plan });
    }

    // The first such step gives the job more disk, which later words may change.
    private Job WithImage(string title, ImageSource source) => With(Plan with
    {
        Steps = Plan.Steps.Add(new ImageStep(title, "") { Source = source }),
        Limits = Plan.Steps.Any(step => step is ImageStep) ? Plan.Limits : Plan.Limits with { DiskBytes = Math.Max(Plan.Limits.DiskBytes, DiskForImages) },
    });

    /// <summary>Runs only on executors that offer something.</summary>
    /// <param name="labels">Labels of executors, or the name of one; it must have all of them. <c>pluginci executor list</c> shows them.</param>
    /// <returns>The job with the labels added.</returns>
    /// <example><code>Job("emulator").Labels("kvm").Sh("make emulator-test")</code></example>
    public Job Labels(params string[] labels) => With(Plan with { Labels = [.. Plan.Labels.Concat(labels).Distinct().Order(StringComparer.Ordinal)] });

    /// <summary>Runs services beside the steps: they are ready before the first one, and end with the job. Nobody else reaches them. Not in the commit stage.</summary>
    /// <param name="services">The services; each is given to the steps by environment variables.</param>
    /// <returns>The job with these services added.</returns>
    /// <example><code>Job("api").Service(Service.PostgreSql("15"), Service.Redis("7.0")).Sh("make test-api")</code></example>
    public Job Service(params BuildService[] services) => services.Aggregate(this, (job, service) => service.AddTo(job));

    /// <summary>Sets an environment variable for all steps.</summary>
    /// <param name="name">Letters, digits and <c>_</c>; not <c>PLUGINCI_…</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>The job with the variable.</returns>
    /// <example><code>Job("unit").Env("TZ", "UTC").Sh("make test")</code></example>
    public Job Env(string name, string value) => With(Plan with { Environment = Plan.Environment.SetItem(name ?? "", value ?? "") });

    /// <summary>Gives all steps a secret of the server, in an environment variable. Only builds of reviewed code get it, where the site grants it by <see cref="Ci.Secret"/>; logs show <c>***</c> instead.</summary>
    /// <param name="name">The secret's name.</param>
    /// <param name="env">The variable: letters, digits and <c>_</c>; not one of <see cref="Env"/>, and not <c>PLUGINCI_…</c>.</param>
    /// <returns>The job with the secret. It is returned in <c>In(…)</c>, of pipelines whose code is reviewed: a gate, or one for what was merged.</returns>
    /// <example><code>return Project(In("post", Job("upload").Secret("pypi-upload", env: "TWINE_PASSWORD").Sh("make upload")));</code></example>
    public Job Secret(string name, string env) => With(Plan with { Secrets = Plan.Secrets.SetItem(env ?? "", name ?? "") });

    /// <summary>Limits how long the job may run; it fails when the time is over.</summary>
    /// <param name="limit">More than zero, at most 24 hours. Default 30 minutes.</param>
    /// <returns>The job with the limit.</returns>
    /// <example><code>Job("unit").Timeout(Minutes(5)).Sh("make test")</code></example>
    public Job Timeout(TimeSpan limit) => With(Plan with { TimeLimit = limit });

    /// <summary>How often the job is tried when its worker is lost; a failure of the job itself is not tried again.</summary>
    /// <param name="count">From 1 to 10. Default 3.</param>
    /// <returns>The job with that many attempts.</returns>
    /// <example><code>Job("unit").Attempts(2).Sh("make test")</code></example>
    public Job Attempts(int count) => With(Plan with { Attempts = count });

    /// <summary>Tells the job's result, but does not let it decide.</summary>
    /// <returns>The job without a vote.</returns>
    /// <example><code>Job("coverage").NonVoting().Sh("make coverage")</code></example>
    public Job NonVoting() => With(Plan with { IsVoting = false });

    /// <summary>Runs only for a change that touches one of some files.</summary>
    /// <param name="globs">Paths from the repository's root with <c>*</c> and <c>**</c>.</param>
    /// <returns>The job with the matchers added.</returns>
    /// <example><code>Job("docs").WhenChanged("docs/**", "*.md").Sh("make docs")</code></example>
    public Job WhenChanged(params string[] globs) => With(Plan with { Files = Plan.Files.AddRange(globs) });

    /// <summary>Does not run for a change that touches only some files.</summary>
    /// <param name="globs">Paths from the repository's root with <c>*</c> and <c>**</c>.</param>
    /// <returns>The job with the matchers added.</returns>
    /// <example><code>Job("unit").Irrelevant("docs/**", "*.md").Sh("make test")</code></example>
    public Job Irrelevant(params string[] globs) => With(Plan with { IrrelevantFiles = Plan.IrrelevantFiles.AddRange(globs) });

    /// <summary>Runs only on some branches, and on some tags where a pipeline tests tags.</summary>
    /// <param name="globs">Names with <c>*</c>.</param>
    /// <returns>The job with the matchers added.</returns>
    /// <example><code>Job("package").Branches("main", "release-*").Sh("make package")</code></example>
    public Job Branches(params string[] globs) => With(Plan with { Branches = Plan.Branches.AddRange(globs) });

    /// <summary>Lets no build of the changes behind start before this job has passed: for one that is quick and tells whether the rest is worth it.</summary>
    /// <returns>The job that holds them.</returns>
    /// <example><code>Job("lint").HoldsFollowing().Sh("make lint")</code></example>
    public Job HoldsFollowing() => With(Plan with { HoldsFollowing = true });

    /// <summary>Stays up after its own steps for the jobs that need it: they start then, and it ends when they are done.</summary>
    /// <returns>The job that pauses.</returns>
    /// <example><code>var registry = Job("registry").Pauses().Sh("ci/start-registry.sh &amp;");</code></example>
    public Job Pauses() => With(Plan with { Pauses = true });

    /// <summary>Lets the steps reach hosts of the network, through a proxy and as far as the site allows. Without it they have no network.</summary>
    /// <param name="hosts">Names, as <c>pypi.org</c> or, for all names below one, <c>*.example.org</c>; with a port, as <c>example.org:8080</c>, or else for 80 and 443.</param>
    /// <returns>The job with these hosts added.</returns>
    /// <example><code>Job("wheel").Network("pypi.org", "files.pythonhosted.org").Sh("pip wheel .")</code></example>
    public Job Network(params string[] hosts) => With(Plan with { Network = [.. Plan.Network.Union(hosts.Select(NetworkRules.Canonical)).Order(StringComparer.Ordinal)] });

    /// <summary>Lets the steps have their dependencies from registries, through a cache of the server's and without any other network. Package managers are told where, and need no options.</summary>
    /// <param name="registries">The registries, by their kinds; the site says where they are.</param>
    /// <returns>The job with these registries added.</returns>
    /// <example><code>Job("web").Dependencies(Registry.Npm, Registry.PyPi).Sh("npm ci &amp;&amp; pip install -r requirements.txt")</code></example>
    public Job Dependencies(params Registry[] registries) =>
        With(Plan with { Dependencies = [.. Plan.Dependencies.Union((registries ?? []).Select(registry => registry.Plan.Name)).Order(StringComparer.Ordinal)] });

    /// <summary>Keeps a folder from build to build: it is there before the first step as an earlier build left it. Only builds of reviewed code that pass leave anything.</summary>
    /// <param name="path">The folder: <c>~/…</c> below the home, or else from the folder that steps start in.</param>
    /// <param name="key">The files whose contents are the key, by <c>Files(…)</c>: of builds with the same contents the newest counts, or else the newest of all. Null for one key.</param>
    /// <returns>The job with the cache added.</returns>
    /// <example><code>Job("unit").Cache("~/.m2", key: Files("**/pom.xml")).Sh("mvn -o test")</code></example>
    public Job Cache(string path, FileSet? key = null) => With(Plan with { Caches = Plan.Caches.Add(new CachePlan(path ?? "", key?.Globs ?? [])) });

    /// <summary>Holds semaphores while it runs, so that no more builds than the site says use something at once.</summary>
    /// <param name="names">Semaphores of the site; all are taken at once.</param>
    /// <returns>The job with these semaphores added.</returns>
    /// <example><code>Job("migrate").Semaphore("database").Sh("make migrate")</code></example>
    public Job Semaphore(params string[] names) => With(Plan with { Semaphores = [.. Plan.Semaphores.Union(names)] });

    /// <summary>Tries a build that failed again on the same state before its failure counts. A pass then is recorded as a flake of the job.</summary>
    /// <param name="count">From 0 to 10. Default 0.</param>
    /// <returns>The job with that many retries.</returns>
    /// <example><code>Job("browser").RetryFlakes(1).Sh("make browser-tests")</code></example>
    public Job RetryFlakes(int count) => With(Plan with { FlakeRetries = count });

    /// <summary>Runs the job and lists its result, but does not let it count for now.</summary>
    /// <param name="reason">Why, for example the number of a task; not empty.</param>
    /// <returns>The job in quarantine.</returns>
    /// <example><code>Job("browser").Quarantine("T1234: the map sometimes loads late").Sh("make browser-tests")</code></example>
    public Job Quarantine(string reason) => With(Plan with { Quarantine = reason ?? "" });

    /// <summary>Knows from a line of output that the build will fail while it still runs, so that those behind it need not wait for its end.</summary>
    /// <param name="patterns">Regular expressions for a line, without look-around and back references.</param>
    /// <returns>The job with the patterns added.</returns>
    /// <example><code>Job("unit").FailsOn("^FAILED .+").Sh("make test")</code></example>
    public Job FailsOn(params string[] patterns) => With(Plan with { FailurePatterns = Plan.FailurePatterns.AddRange(patterns) });

    /// <summary>Names the files that the steps write about their tests in the form of JUnit, so that failed and flaky tests are told by name.</summary>
    /// <param name="globs">Paths from the folder that steps start in, with <c>*</c> and <c>**</c>. At most 100 files of 4 MiB each are read, 16 MiB together, with all other reports of the job.</param>
    /// <returns>The job with these reports added.</returns>
    /// <example><code>Job("unit").Sh("make test").JUnit("build/reports/*.xml")</code></example>
    public Job JUnit(params string[] globs) => WithReports(ReportFormat.JUnit, globs);

    /// <summary>Names the files that the steps write about their tests in the Test Anything Protocol, as prove, bats and Node's own runner do; the same comes of them as of those of JUnit.</summary>
    /// <param name="globs">Paths from the folder that steps start in, with <c>*</c> and <c>**</c>. The bounds are those of <see cref="JUnit"/>. Given again in another form, a glob is of that form.</param>
    /// <returns>The job with these reports added.</returns>
    /// <example><code>Job("unit").Sh("node --test --test-reporter=tap > unit.tap").Tap("unit.tap")</code></example>
    public Job Tap(params string[] globs) => WithReports(ReportFormat.Tap, globs);

    /// <summary>Names the files that <c>dotnet test --logger trx</c> writes about its tests; the same comes of them as of those of JUnit.</summary>
    /// <param name="globs">Paths from the folder that steps start in, with <c>*</c> and <c>**</c>. The bounds are those of <see cref="JUnit"/>. Given again in another form, a glob is of that form.</param>
    /// <returns>The job with these reports added.</returns>
    /// <example><code>Job("unit").Sh("dotnet test --logger trx --results-directory reports").Trx("reports/*.trx")</code></example>
    public Job Trx(params string[] globs) => WithReports(ReportFormat.Trx, globs);

    /// <summary>Names a file that the steps write about which lines their tests ran, in the form of Cobertura: the build's page shows it, of the whole and by source file.</summary>
    /// <param name="glob">A path from the folder that steps start in, with <c>*</c> and <c>**</c>. The bounds are those of <see cref="JUnit"/>.</param>
    /// <param name="atLeast">The job fails when its tests ran less of the lines, in percent: more than 0, at most 100, of all its reports of coverage together. Null for no bound.</param>
    /// <returns>The job with this report added.</returns>
    /// <example><code>Job("unit").Sh("pytest --cov --cov-report=xml").Cobertura("coverage.xml", atLeast: 80)</code></example>
    public Job Cobertura(string glob, double? atLeast = null) => WithReports(ReportFormat.Cobertura, glob).WithLeastCoverage(atLeast);

    /// <summary>Names a file that the steps write about which lines their tests ran, in the form of LCOV's tracefiles: the build's page shows it, of the whole and by source file.</summary>
    /// <param name="glob">A path from the folder that steps start in, with <c>*</c> and <c>**</c>. The bounds are those of <see cref="JUnit"/>.</param>
    /// <param name="atLeast">The job fails when its tests ran less of the lines, in percent: more than 0, at most 100, of all its reports of coverage together. Null for no bound.</param>
    /// <returns>The job with this report added.</returns>
    /// <example><code>Job("unit").Sh("npx c8 --reporter=lcov npm test").Lcov("coverage/lcov.info", atLeast: 80)</code></example>
    public Job Lcov(string glob, double? atLeast = null) => WithReports(ReportFormat.Lcov, glob).WithLeastCoverage(atLeast);

    /// <summary>Limits what the job may use; it fails when it goes past a limit.</summary>
    /// <param name="memory">Bytes, 16 MiB or more. Default 1 GiB.</param>
    /// <param name="processes">Processes and threads at once, 8 or more. Default 512.</param>
    /// <param name="cpus">CPUs at once, more than 0. Default 2.</param>
    /// <param name="disk">Bytes in the workspace and <c>/tmp</c>, 1 MiB or more. Default 1 GiB.</param>
    /// <param name="output">Bytes of output that are kept, 4 KiB to 64 MiB. Default 16 MiB.</param>
    /// <returns>The job with these limits; those left out stay as they were.</returns>
    /// <example><code>Job("big").Limits(memory: GiB(4), cpus: 4).Sh("make all")</code></example>
    public Job Limits(long? memory = null, int? processes = null, double? cpus = null, long? disk = null, long? output = null) => With(Plan with
    {
        Limits = Plan.Limits with
        {
            MemoryBytes = memory ?? Plan.Limits.MemoryBytes,
            Processes = processes ?? Plan.Limits.Processes,
            Cpus = cpus ?? Plan.Limits.Cpus,
            DiskBytes = disk ?? Plan.Limits.DiskBytes,
            OutputBytes = output ?? Plan.Limits.OutputBytes,
        },
    });

    internal Job WithService(BuildService service, ServicePlan plan) => new(Plan with { Services = Plan.Services.Add(plan) }, Needs, SoftNeeds, Services.Add(service), DeclaredAt);

    internal Job WithoutSteps() => With(Plan with { Steps = [] });

    internal Job WithName(string name) => With(Plan with { Name = name });

    private Job WithReports(ReportFormat format, params string[] globs) => With(Plan with
    {
        TestReports = [.. Plan.TestReports.Union(globs.Select(glob => glob ?? ""))],
        ReportFormats = format == ReportFormat.JUnit
            ? Plan.ReportFormats.RemoveRange(globs.Select(glob => glob ?? ""))
            : Plan.ReportFormats.SetItems(globs.Select(glob => KeyValuePair.Create(glob ?? "", format))),
    });

    private Job WithArtifact(string files, string name, bool isReport)
    {
        var known = Plan.Artifacts.FirstOrDefault(artifact => artifact.Name == name);
        return With(Plan with
        {
            Artifacts = known is null
                ? Plan.Artifacts.Add(new ArtifactPlan(name, [files]) { IsReport = isReport })
                : Plan.Artifacts.Replace(known, known with { Files = known.Files.Add(files), IsReport = known.IsReport || isReport }),
        });
    }

    private Job WithLeastCoverage(double? percent) => With(Plan with { LeastCoverage = percent ?? Plan.LeastCoverage });

    private Job With(JobPlan plan) => new(plan, Needs, SoftNeeds, Services, DeclaredAt);
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Who gets a secret. The invariant: only builds of reviewed code, of jobs that name it, where the site grants it; and its value is in nothing that the server keeps.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Value = "s3cr3t+of/the \"site\"";

    private static readonly JobPlan Upload = PlainScripts.Job("upload") with { Secrets = ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", "pypi"), Pipelines = ["gate"] };

    private static readonly SecretGrant Grant = new("pypi", ["alpha"], ["gate"]);

    private readonly string _file = Path.GetTempFileName();

    public SecretTests() => Write(Value);

    /// <summary>What is built, and whether it may have the secret.</summary>
    public static TheoryData<string, bool> Builds => new()
    {
        { "an approved change in a gate", true },
        { "a branch", true },
        { "a change in a check", false },
        { "an approved change in a check that wants approvals", false },
        { "an approved change in a gate for all", false },
        { "an approved change on one that is not", false },
        { "a tag", false },
        { "another branch", false },
        { "a new patchset that keeps an approval", false },
        { "an approved change together with one of a project without the grant", false },
        { "a branch of a project that nobody named", false },
        { "a branch of a project that is gone", false },
        { "an approved change together with a project that nobody named", false },
        { "an approved change together with a project without the grant", false },
        { "an approved change of a project without the grant", false },
        { "an approved change in a pipeline without the grant", false },
        { "an approved change whose job wants another one as well", false },
    };

    public void Dispose() => File.Delete(_file);

    [Theory]
    [MemberData(nameof(Builds))]
    public void Only_builds_of_reviewed_code_get_what_the_site_grants(string what, bool isGiven)
    {
        var approved = new Change { Id = new ChangeId("1"), Project = Town.Alpha, Branch = "main", Patchset = 1, Commit = new string('a', 40), IsApproved = true };
        var site = Site with
        {
            Secrets = [new SecretGrant("pypi", ["alpha", "tools/*", "gone"], ["check", "approved-check", "free-gate", "gate", "post"])],
            Projects = [.. Site.Projects, new ProjectPlan(new ProjectName("tools/lint")) { IsSelfServed = true }],
            Pipelines =
            [
                .. Site.Pipelines, new PipelinePlan { Name = "approved-check", Manager = PipelineManager.Independent, On = [], RequiresApproval = true },
                new PipelinePlan { Name = "free-gate", Manager = PipelineManager.Dependent, On = [] }, new PipelinePlan { Name = "other-gate", Manager = PipelineManager.Dependent, On = [], RequiresApproval = true },
                new PipelinePlan { Name = "post", Manager = PipelineManager.Supercedent, On = [Trigger.RefUpdated] },
            ],
        };
        StartBuild Of(string pipeline, params Change[] changes) => new(
            new BuildId("b"), new BuildsetId("s"), pipeline, [.. changes], null, [], new FrozenJob(Upload), 1, ImmutableSortedDictionary<ProjectBranch, string>.Empty, 0, DateTimeOffset.UnixEpoch);
        StartBuild Branch(string project, Trigger cause = Trigger.RefUpdated) => Of("post") with { Ref = new RefUpdate(new ProjectName(project), "main", null, new string('a', 40), cause) };
        StartBuild With(string project) => Of("gate", approved) with { Job = new FrozenJob(Upload with { Repositories = [Town.Alpha, new ProjectName(project)] }) };
        var wish = what switch
        {
            "an approved change in a gate" => Of("gate", approved),
            "a branch" => Branch("alpha"),
            "a change in a check" => Of("check", approved with { IsApproved = false }),
            "an approved change in a check that wants approvals" => Of("approved-check", approved),
            "an approved change in a gate for all" => Of("free-gate", approved),
            "an approved change on one that is not" => Of("gate", approved, approved with { IsApproved = false }),
            "a tag" => Branch("alpha", Trigger.Tag),
            "another branch" => Of("post") with { Ref = new RefUpdate(Town.Alpha, "mine", null, new string('a', 40), Trigger.RefUpdated) },
            "a new patchset that keeps an approval" => Of("gate", approved with { IsApproved = false, KeepsApproval = true }),
            "an approved change together with one of a project without the grant" => Of("gate", approved, approved with { Id = new ChangeId("2"), Project = Town.Beta }),
            "a branch of a project that nobody named" => Branch("tools/lint"),
            "a branch of a project that is gone" => Branch("gone"),
            "an approved change together with a project that nobody named" => With("tools/lint"),
            "an approved change together with a project without the grant" => With("beta"),
            "an approved change of a project without the grant" => Of("gate", approved with { Project = Town.Beta }),
            "an approved change in a pipeline without the grant" => Of("other-gate", approved),
            "an approved change whose job wants another one as well" => Of("gate", approved) with { Job = new FrozenJob(Upload with { Secrets = Upload.Secrets.Add("OTHER", "deploy-key") }) },
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };

        Assert.Equal(isGiven, SecretDesk.FindObstacle(site, wish) is null);
    }

    [Fact]
    public async Task A_build_in_the_gate_gets_it_and_nobody_else_does_even_where_a_site_grants_it_to_a_check()
    {
        using var town = await FoundAsync(Site with { Secrets = [Grant with { Pipelines = ["check", "gate", "post"] }] }, Upload with { Pipelines = [], Services = [new ServicePlan { Name = "db", Port = 5432, Start = "db" }] },
            PlainScripts.Job("unit") with { Environment = Upload.Environment.Add("COPY", "$TOKEN ${TOKEN} {secret:pypi} {password}") });
        var requests = new ConcurrentBag<BuildRequest>();
        await using var server = await town.StartAsync(prepare: server => server.Executor.During = (build, _) =>
        {
            requests.Add(build);
            return Task.CompletedTask;
        });
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        await server.WaitForStateAsync(_ => server.Stores.Read.ReadBuilds(change).Count(build => build.Result is not null) == 2);
        town.Approve(change);
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);

        var refused = server.Stores.Read.ReadBuilds(change).Single(build => build is { Pipeline: "check", Job: "upload" });
        Assert.Equal(
            (BuildResult.Failure, "Job upload names the secret 'pypi', and its build in check runs code that nobody has reviewed, which never gets one. Return the job in In(\"…\", …), of a gate that wants approvals or of a pipeline for branches."),
            (refused.Result, refused.Message));
        var given = Assert.Single(requests, request => request.Environment.ContainsValue(Value));
        Assert.Equal(("upload", "gate", Value), (given.Job.Name, given.Environment["PLUGINCI_PIPELINE"], given.Environment["TOKEN"]));
        Assert.All(requests, request => Assert.DoesNotContain(request.Services, service => service.Environment.ContainsValue(Value)));
        Assert.All(requests.Where(request => request.Job.Name == "unit"), request => Assert.Equal("$TOKEN ${TOKEN} {secret:pypi} {password}", request.Environment["COPY"]));
        Assert.DoesNotContain(Value, ModelJson.Write(given.Job), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_build_tells_of_it_in_any_form_is_in_no_file_of_the_server()
    {
        using var town = await FoundAsync(Site, Upload with { TestReports = ["report.xml"], IsVoting = false });
        var forms = Forms();
        await using (var server = await town.StartAsync(prepare: server =>
        {
            server.Executor.During = (build, output) =>
            {
                foreach (var form in forms)
                {
                    output.Line($"before {form} after");
                }

                output.ServiceLine("db", Value);
                output.StepStarted(0, Value);

                // As executors cut a line that is too long.
                output.Line(new string('x', 65536 - 5) + Value[..5]);
                output.Line(Value[5..] + " and on");
                return Task.CompletedTask;
            };
            server.Executor.Makes = request => Write(request, HandoverPaths.Return, JsonSerializer.Serialize(new { version = $"1 {Value}" }));
            server.Executor.Reports = _ => [new ReportFile("report.xml", Encoding.UTF8.GetBytes(
                $"""<testsuite><testcase classname="a" name="{System.Security.SecurityElement.Escape(Value)}"><failure message="m"><![CDATA[wanted {Value}]]></failure></testcase><testcase classname="a" name="{new string('x', 290)}{Value[..13]} &quot;site&quot;"><failure/></testcase></testsuite>"""))];
        }))
        {
            var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
            town.Approve(change);
            await town.Audience.EndOfAsync(change, Town.Soon);
            var build = server.Stores.Read.ReadBuilds(change).Single();
            var log = server.Logs.Read(build.Id)!;

            Assert.All(forms, form => Assert.DoesNotContain(form, log, StringComparison.Ordinal));
            Assert.Contains("db | ***", log, StringComparison.Ordinal);
            Assert.Contains("x*** and on\n", log, StringComparison.Ordinal);
            Assert.Equal(forms.Length, log.Split('\n').Count(line => line == "before *** after"));
            Assert.Equal("""{"version":"1 ***"}""", server.Stores.Artifacts.Find(build.Id).Data);
            Assert.Contains("Failed tests: a.***, a.xxx", build.Message, StringComparison.Ordinal);
            Assert.Equal("wanted ***", server.Stores.Tests.Find(build.Id)!.FailedTests[0].Message[^10..]);
        }

        Assert.Empty(FilesWith(town.Folder, [.. forms, "xxx" + Value[..8]]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_build_that_fails_or_is_lost_with_it_in_its_message_tells_stars(bool isLost)
    {
        using var town = await FoundAsync(Site, Upload with { Attempts = 1 });
        await using (var server = await town.StartAsync(prepare: server => server.Executor.During = (_, _) =>
            throw (isLost ? new OutsideException($"curl: no {Value}", isTransient: false) : new IOException($"curl: no {Value}"))))
        {
            var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
            town.Approve(change);
            Assert.Equal(ReportKind.Failure, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
            Assert.EndsWith("no ***", server.Stores.Read.ReadBuilds(change)[0].Message!.TrimEnd('.'), StringComparison.Ordinal);
        }

        Assert.Empty(FilesWith(town.Folder, [Value]));
    }

    [Fact]
    public async Task One_that_is_missing_on_the_server_is_told_by_name_and_a_recheck_passes_once_it_is_there()
    {
        using var town = await FoundAsync(Site, Upload);
        town.Secrets = town.Secrets.Clear();
        ChangeId change;
        await using (var server = await town.StartAsync())
        {
            change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
            town.Approve(change);
            var end = await town.Audience.EndOfAsync(change, Town.Soon);
            Assert.Equal(ReportKind.Failure, end.Kind);
            Assert.All(server.Stores.Read.ReadBuilds(change), build => Assert.Equal(
                (BuildResult.Lost, "Job upload wants the secret 'pypi', which is not known here. Those who keep the server can give it, by secrets: { pypi: { file: /path } } in pluginci.yaml; then run the build again."),
                (build.Result, build.Message)));
        }

        town.Secrets = town.Secrets.Add("pypi", SecretReference.OfFile(_file));
        await using var next = await town.StartAsync();
        town.Edit(change, one => one with { Approval = "2" }, ChangeHappening.Approved);
        await next.WaitAsync(_ => town.Reviews.Changes[change].Status == ChangeStatus.Merged);
    }

    [Fact]
    public async Task A_job_that_names_what_is_not_granted_is_refused_before_it_is_merged_with_who_can_grant_it()
    {
        using var town = await FoundAsync(Site with { Secrets = [] }, PlainScripts.Job("unit"));
        await using var workshop = await Workshop.OpenAsync(town);
        var script = ModelJson.Write(new Plan { Jobs = [PlainScripts.Job("unit"), Upload with { Pipelines = ["post"], DeclaredAt = ".pipeline/pipeline.csx(7)" }] });

        var error = Assert.Single(Assert.IsType<ConfigurationErrors>(await workshop.PrepareAsync(await town.PushAsync(Town.Alpha, "Upload", ".pipeline/pipeline.csx", script))).Diagnostics);

        Assert.Equal(
            (7, "PCI2905", "job 'upload' names the secret 'pypi', which the site does not grant to alpha in post. "
                + "Those who keep the site can, by Secret(\"pypi\").For(\"alpha\").In(\"post\") in site.csx; or take .Secret(…) away."),
            (error.Line, error.Id, error.Text));
    }

    [Fact]
    public async Task A_change_that_brings_a_grant_along_is_held_to_the_site_in_force()
    {
        using var town = await FoundAsync(Site with { Secrets = [] }, PlainScripts.Job("unit"));
        await using var workshop = await Workshop.OpenAsync(town);
        var site = await town.PushAsync(Town.Config, "Grant", "site.csx", ModelJson.Write(Site));
        var script = await town.PushAsync(Town.Alpha, "Upload", ".pipeline/pipeline.csx", ModelJson.Write(new Plan { Jobs = [Upload] }), site);

        Assert.Contains(Assert.IsType<ConfigurationErrors>(await workshop.PrepareAsync(script, site)).Diagnostics, error => error.Id == "PCI2905");
    }

    [Fact]
    public async Task Enforced_jobs_and_those_of_templates_need_the_grant_as_well()
    {
        using var town = await FoundAsync(
            Site with { Secrets = [Grant with { Projects = ["beta"] }], Enforced = [new EnforcedPlan([], [Upload])], Templates = [new TemplatePlan("release", [Upload with { Name = "release" }])] },
            PlainScripts.Job("unit"));
        await town.WriteScriptAsync(Town.Alpha, ModelJson.Write(new Plan { Jobs = [PlainScripts.Job("unit")], Templates = ["release"] }));
        await using var workshop = await Workshop.OpenAsync(town);

        var errors = Assert.IsType<ConfigurationErrors>(await workshop.PrepareAsync(await town.PushAsync(Town.Alpha, "Code", "code", "1"))).Diagnostics;

        Assert.Equal(["PCI2905", "PCI2905"], errors.Select(error => error.Id));
    }

    [Fact]
    public async Task A_build_with_secrets_that_outlived_the_server_is_ended_and_run_anew_so_that_what_it_tells_can_be_hidden()
    {
        using var town = await FoundAsync(Site, Upload);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        town.Machines = new Machines
        {
            During = _ =>
            {
                started.TrySetResult();
                return end.Task;
            },
        };
        var change = await town.PushAsync(Town.Alpha, "Good", "good", "1");
        await using (await town.StartAsync())
        {
            town.Approve(change);
            await started.Task.WaitAsync(Town.Soon);
        }

        Assert.DoesNotContain(town.Machines.History, one => one.What == "let go");
        await using var server = await town.StartAsync();
        end.SetResult();

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.Equal(["cancelled", "starts", "cancelled", "cancelled", "starts", "taken"], town.Machines.History.Select(one => one.What));
    }

    [Theory]
    [InlineData("", UnixFileMode.UserRead, "is empty or not set; set it.")]
    [InlineData("short", UnixFileMode.UserRead, "has less than 8 characters, so that it could not be hidden in logs; use a longer one.")]
    [InlineData("long enough", UnixFileMode.UserRead | UnixFileMode.OtherRead, "can be read or changed by everybody on this machine; take the rights of others away: chmod o-rwx.")]
    public void A_value_that_cannot_be_kept_is_refused_with_what_to_do(string value, UnixFileMode mode, string trouble)
    {
        Write(value);
        File.SetUnixFileMode(_file, mode);

        var exception = Assert.Throws<SecretException>(() => SecretReference.OfFile(_file).Read("pypi"));

        Assert.Equal($"The secret 'pypi' is not to be had: the file {_file} {trouble}", exception.Message);
    }

    [Fact]
    public void Numbers_are_masked_as_texts_are_and_a_file_with_a_secret_in_its_name_is_not_handed_on()
    {
        var mask = new SecretMask(["1234567890"]);
        Assert.Equal("""{"pin":"***","other":12}""", mask.ApplyToJson("""{"pin":1234567890,"other":12}"""));
        var handover = new Handover([new Artifact("dist", [new ArtifactFile("h/1234567890/f", "hash", 1, false)])], null);
        Assert.Equal("The file h/***/f has a secret in its name; hand it on by another one.", mask.FindIn(handover));
        Assert.Null(mask.FindIn(Handover.Empty));
    }

    [Fact]
    public void A_host_is_masked_in_whatever_letters_it_is_told() =>
        Assert.Equal("***.example.org", new SecretMask(["SecretHost"]).ApplyToHost("secrethost.example.org"));

    [Fact]
    public void A_file_is_read_anew_each_time_without_the_end_of_its_last_line()
    {
        var reference = SecretReference.OfFile(_file);
        Write("the first value\n");
        Assert.Equal("the first value", reference.Read("pypi"));
        Write("the second\nof two lines\n\n");
        Assert.Equal("the second\nof two lines\n", reference.Read("pypi"));
    }

    private static SitePlan Site => PlainScripts.SiteOf("alpha", "beta") with
    {
        Groups = [],
        Pipelines = PlainScripts.SiteOf("alpha").Pipelines.Add(new PipelinePlan { Name = "post", Manager = PipelineManager.Supercedent, On = [] }),
        Secrets = [Grant],
    };

    private static string[] Forms()
    {
        var bytes = Encoding.UTF8.GetBytes(Value);
        return
        [
            Value, Uri.EscapeDataString(Value), Convert.ToBase64String(bytes)[..26], Convert.ToHexStringLower(bytes), JsonSerializer.Serialize(Value)[1..^1],
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"u:{Value}"))[3..29], Convert.ToBase64String(Encoding.UTF8.GetBytes($":{Value}"))[2..28],
        ];
    }

    private static IEnumerable<string> FilesWith(string folder, string[] forms) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Encoding.UTF8.GetString(File.ReadAllBytes(file)) is var text && forms.Any(form => text.Contains(form, StringComparison.Ordinal)));

    private static void Write(BuildRequest request, string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(request.Workspace, path))!);
        File.WriteAllText(Path.Combine(request.Workspace, path), text);
    }

    private void Write(string value)
    {
        File.WriteAllText(_file, value);
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private async Task<Town> FoundAsync(SitePlan site, params JobPlan[] jobs)
    {
        var town = await Town.FoundAsync(site);
        await town.WriteScriptAsync(Town.Alpha, jobs);
        town.Secrets = town.Secrets.Add("pypi", SecretReference.OfFile(_file));
        return town;
    }
}

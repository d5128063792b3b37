namespace PluginCi.Systems;

public sealed class InitTests : IDisposable
{
    private readonly ScratchFolder _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("Commit(Python.Pytest())", "pyproject.toml")]
    [InlineData("Commit(Python.Tox())", "pyproject.toml", "tox.ini")]
    [InlineData("Commit(MediaWiki.Extension())", "extension.json", "composer.json", "package.json")]
    [InlineData("Commit(MediaWiki.Skin())", "skin.json", "package.json")]
    [InlineData("Commit(MediaWiki.Core())", "maintenance/install.php", "composer.json", "package.json")]
    [InlineData("Commit(Node.Npm())", "package.json", "Makefile")]
    [InlineData("Commit(C.Make())", "Makefile")]
    [InlineData("Commit(Go.Module().Prefix(\"go\"), Node.Npm().Prefix(\"node\"))", "package.json", "go.mod")]
    [InlineData("Commit(Ruby.Bundler(tests: \"spec\").Apt(\"ruby-rspec\"))", "Gemfile", "spec/greet_spec.rb")]
    [InlineData("Commit(DotNet.Solution())", "Greet.slnx")]
    [InlineData("Commit(Puppet.Module())", "manifests/init.pp")]
    [InlineData("Commit(DebianPackage.Source([\"debhelper\", \"libssl-dev\", \"make\"]))", "debian/control", "Makefile")]
    public async Task A_repository_is_recognised_by_its_files_and_its_script_is_valid(string expected, params string[] files)
    {
        foreach (var file in files)
        {
            _tree.Write(file, file == "debian/control" ? "Source: greet\nBuild-Depends: debhelper-compat (= 13),\n  libssl-dev | libgnutls28-dev,\n  gcc [arm64]\nBuild-Depends-Indep: make\n\nPackage: greet\n" : "");
        }

        var written = await Product.RunAsync("init", "--dir", _tree.Path);
        Assert.True(written.ExitCode == 0, written.StandardOutput + written.StandardError);
        Assert.Contains($"return Project({expected});", await File.ReadAllTextAsync(_tree.PathTo(".pipeline/pipeline.csx")), StringComparison.Ordinal);
        var plan = await Product.RunAsync("plan", _tree.Path);
        Assert.True(plan.ExitCode == 0, plan.StandardOutput + plan.StandardError);
    }

    [Fact]
    public async Task A_script_that_is_there_stays_and_git_does_not_see_what_editors_need()
    {
        _tree.Write(".pipeline/pipeline.csx", "mine");
        await ScratchFolder.GitAsync(_tree.Path, "init", "--quiet");

        var written = await Product.RunAsync("init", "--dir", _tree.Path, "python");

        Assert.Equal(0, written.ExitCode);
        Assert.Contains("stays as it is", written.StandardOutput, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(_tree.PathTo(".pipeline/pipeline.csx")));
        Assert.True(File.Exists(_tree.PathTo(".pipeline/PluginCi.Dsl.dll")) && File.Exists(_tree.PathTo(".pipeline/PluginCi.Dsl.xml")));
        Assert.Equal("?? .pipeline/pipeline.csx", (await ScratchFolder.GitAsync(_tree.Path, "status", "--short", "--untracked-files=all")).Trim());
    }

    [Fact]
    public async Task What_the_folder_has_already_stays()
    {
        _tree.Write(".pipeline/config.yaml", "type: python\n");
        _tree.Write(".pipeline/.gitignore", "mine\n");
        _tree.Write("go.mod", "");

        var declared = await Product.RunAsync("init", "--dir", _tree.Path);
        Assert.Equal((0, false), (declared.ExitCode, File.Exists(_tree.PathTo(".pipeline/pipeline.csx"))));
        Assert.StartsWith(".pipeline/config.yaml is there, and would not count any more beside a script.", declared.StandardOutput, StringComparison.Ordinal);

        var named = await Product.RunAsync("init", "--dir", _tree.Path, "go");
        Assert.Equal((0, true), (named.ExitCode, File.Exists(_tree.PathTo(".pipeline/pipeline.csx"))));
        Assert.Equal("mine\n", await File.ReadAllTextAsync(_tree.PathTo(".pipeline/.gitignore")));
    }

    [Fact]
    public async Task A_type_in_a_file_is_a_pipeline()
    {
        _tree.Write(".pipeline/config.yaml", "type: shell\ncommands: { unit: bats tests, docs: make }\n");
        var plan = await Product.RunAsync("plan", _tree.Path, "--json");
        Assert.True(plan.ExitCode == 0, plan.StandardOutput + plan.StandardError);
        Assert.Contains("\"command\": \"bats tests\"", plan.StandardOutput, StringComparison.Ordinal);
        var same = await Product.RunAsync("plan", "--config", _tree.PathTo(".pipeline/config.yaml"), "--json");
        Assert.Equal(plan.StandardOutput, same.StandardOutput);
    }

    [Fact]
    public async Task What_cannot_be_told_is_asked_for()
    {
        var none = await Product.RunAsync("init", "--dir", _tree.Path);
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("Say it: pluginci init TYPE, where TYPE is one of cmake, debian, dotnet, go, ", none.StandardError, StringComparison.Ordinal);

        var unknown = await Product.RunAsync("init", "--dir", _tree.Path, "cobol");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("There is no type 'cobol'. Known types: cmake, debian,", unknown.StandardError, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tree.PathTo(".pipeline")));
    }
}
